package io.udpscope.app.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where everything stands, on screens of every size. */
class LayoutTest {
  private static <T> T any(SplittableRandom random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingOverlapsNorLeavesTheScreenAndTheFooterIsThere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      int columns = random.nextInt(1, 301);
      int rows = random.nextInt(1, 101);
      LayoutChoice choice =
          new LayoutChoice(
              any(random, LayoutChoice.Scheme.values()),
              random.nextInt(-50, 50),
              random.nextInt(-50, 50),
              random.nextInt(-200, 200));
      Optional<Pane> zoomed =
          random.nextInt(4) == 0 ? Optional.of(any(random, Pane.values())) : Optional.empty();
      Pane lower = random.nextBoolean() ? Pane.DETAIL : Pane.BYTES;
      var additions =
          new Layout.Additions(random.nextInt(20), random.nextInt(1, 5), random.nextBoolean());
      View view = any(random, View.values());
      Pane focus = any(random, Pane.values());
      int rules = random.nextInt(1, 1025);
      Layout layout =
          Layout.of(columns, rows, rules, view, focus, lower, zoomed, choice, additions);
      check(layout, columns, rows);
    }
  }

  private static void check(Layout layout, int columns, int rows) {
    assertThat(layout.footer()).isEqualTo(new Rect(0, rows - 1, columns, 1));
    List<Rect> rects = new ArrayList<>();
    rects.addAll(List.of(layout.header(), layout.ledger(), layout.rules(), layout.view()));
    rects.addAll(List.of(layout.detail(), layout.bytes(), layout.form(), layout.separator()));
    rects.add(layout.timeline());
    rects.addAll(List.of(layout.message(), layout.countdown(), layout.footer()));
    boolean[] taken = new boolean[columns * rows];
    for (Rect rect : rects) {
      for (int row = rect.top(); !rect.isEmpty() && row < rect.top() + rect.height(); row++) {
        for (int column = rect.left(); column < rect.left() + rect.width(); column++) {
          boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
          if (!inside || taken[row * columns + column]) {
            throw new AssertionError(rect + " of " + layout + " on " + columns + "x" + rows);
          }
          taken[row * columns + column] = true;
        }
      }
    }
  }

  private static Layout layout(int columns, int rows) {
    return new ReplaySession(columns, rows).attach().state().layout();
  }

  @Test
  void dropsDetailBesideBytesFirstAndThenDetail() {
    assertThat(layout(100, 30).detail().isEmpty()).isFalse();
    assertThat(layout(100, 30).bytes().isEmpty()).isFalse();
    for (Layout one : List.of(layout(99, 30), layout(100, 29), layout(80, 24))) {
      assertThat(one.detail().isEmpty()).isFalse();
      assertThat(one.bytes().isEmpty()).isTrue();
    }
    Layout small = layout(80, 14);
    assertThat(small.detail().isEmpty()).isTrue();
    assertThat(small.view().isEmpty()).isFalse();
  }

  @Test
  void cyclesThroughTheArrangementsThatLookDifferent() {
    ReplaySession session = new ReplaySession(120, 40).attach();
    Layout stacked = session.state().layout();
    assertThat(stacked.detail().top()).isGreaterThan(stacked.view().top());
    Layout beside = session.type("|").state().layout();
    assertThat(beside.detail().top()).isEqualTo(beside.view().top());
    assertThat(beside.bytes().left()).isEqualTo(beside.detail().left());
    Layout alone = session.type("|").state().layout();
    assertThat(alone.detail().isEmpty()).isTrue();
    assertThat(session.type("|").state().layout()).isEqualTo(stacked);

    ReplaySession narrow = new ReplaySession(80, 24).attach().type("|");
    assertThat(narrow.state().layout().detail().isEmpty()).isTrue();
    assertThat(narrow.state().notice().orElseThrow().text()).contains("packets");
  }

  @Test
  void resizesThePaneWithTheFocusAndForgetsWhatHadNoRoom() {
    ReplaySession session = new ReplaySession(120, 40).attach();
    Layout before = session.state().layout();
    assertThat(session.type("3+").state().layout().rules().height())
        .isEqualTo(before.rules().height() + 3);
    assertThat(session.type("3-").state().layout()).isEqualTo(before);
    session.press(Key.Kind.TAB);
    assertThat(session.type("+").state().layout().view().height())
        .isEqualTo(before.view().height() + 1);
    session.type("-").press(Key.Kind.TAB);
    assertThat(session.type("+").state().layout().detail().height())
        .isEqualTo(before.detail().height() + 1);
    assertThat(session.type("->").state().layout().detail().width())
        .isEqualTo(before.detail().width() + 4);
    for (int i = 0; i < 50; i++) {
      session.type(">");
    }
    assertThat(session.state().notice().orElseThrow().text()).contains("no room");
    int widest = session.state().layout().detail().width();
    assertThat(session.type("<").state().layout().detail().width()).isLessThan(widest);
  }
}
