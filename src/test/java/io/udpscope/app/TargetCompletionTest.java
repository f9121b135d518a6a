package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.form.Form;
import io.udpscope.app.key.Key;
import io.udpscope.app.target.TargetReport;
import io.udpscope.model.NextHop;
import io.udpscope.model.Target;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is offered and said while targets are typed. */
class TargetCompletionTest {
  private static final long SECOND = 1_000_000_000;

  private static ReplaySession typing(String target) {
    return new ReplaySession(120, 40).attach().arrive(100).type("f" + target);
  }

  private static Form form(ReplaySession session) {
    return ((Mode.Editing) session.state().mode()).form();
  }

  private static String line(ReplaySession session) {
    return form(session).focused().value();
  }

  /** The state of each typed target by its endpoint. */
  private static Map<String, NextHop.State> ways(ReplaySession session) {
    return session.state().snapshot().targets().ways().entrySet().stream()
        .collect(Collectors.toMap(way -> way.getKey().endpoint(), way -> way.getValue().state()));
  }

  @Test
  void rightGoesOnWithWhatIsKnown() {
    ReplaySession session = typing("10.0.0.77".substring(0, 8));
    assertThat(TargetCompletion.candidates(session.state(), form(session)))
        .contains("10.0.0.77") // a neighbour; what is typed already is one who sent packets
        .doesNotContain("10.0.0.8");
    session.press(Key.Kind.RIGHT);
    assertThat(line(session)).isEqualTo("10.0.0.77");
  }

  @Test
  void whereThereAreMoreItGoesAsFarAsTheyAreTheSame() {
    assertThat(line(typing("10").press(Key.Kind.RIGHT))).isEqualTo("10.0.0.");
    assertThat(line(typing("192").press(Key.Kind.RIGHT))).isEqualTo("192");
    assertThat(line(typing("10").press(Key.Kind.LEFT).press(Key.Kind.RIGHT))).isEqualTo("10");
  }

  @Test
  void targetsOfOtherRulesAreOfferedAndThoseOfTheFormAreNot() {
    ReplaySession session = typing("10.9.9.9:4711").press(Key.Kind.ENTER).type("yjf10.9");
    assertThat(line(session.press(Key.Kind.RIGHT))).isEqualTo("10.9.9.9:4711");
    session.press(Key.Kind.TAB).type("10.9").press(Key.Kind.RIGHT);
    assertThat(line(session)).isEqualTo("10.9");
  }

  @Test
  void otherLinesAreNotCompleted() {
    ReplaySession session = typing("");
    for (int i = 0; i < 3; i++) {
      session.press(Key.Kind.TAB);
    }
    session.press(Key.control('U')).type("10").press(Key.Kind.RIGHT);
    assertThat(line(session)).isEqualTo("10");
  }

  @Test
  void theWayToEachIsLookedUpAsItIsTyped() {
    ReplaySession session = typing("10.0.0.99:53");
    assertThat(ways(session)).isEqualTo(Map.of("10.0.0.99:53", NextHop.State.READY));
    session.press(Key.Kind.TAB).type("10.7.7.7").press(Key.Kind.TAB).type("192.0.2.1");
    session.press(Key.Kind.TAB).type("sink.example.net");
    assertThat(ways(session))
        .isEqualTo(
            Map.of(
                "10.0.0.99:53", NextHop.State.READY,
                "10.7.7.7", NextHop.State.NO_NEIGHBOUR,
                "192.0.2.1", NextHop.State.NO_ROUTE,
                "sink.example.net", NextHop.State.UNKNOWN));
  }

  @Test
  void nothingIsLookedUpWhereNobodyTypes() {
    ReplaySession session = typing("10.0.0.99").press(Key.Kind.ESCAPE).advance(SECOND);
    assertThat(session.state().snapshot().targets()).isEqualTo(TargetReport.EMPTY);
  }

  @Test
  void aTargetIsTakenDownByAWordInItsLine() {
    ReplaySession session = typing("10.0.0.99 down").press(Key.Kind.TAB).type("10.0.0.98*3");
    session.press(Key.Kind.ENTER);
    assertThat(session.datapath.rules().get(0).forward().orElseThrow().targets())
        .extracting(Target::down)
        .containsExactly(true, false);
  }
}
