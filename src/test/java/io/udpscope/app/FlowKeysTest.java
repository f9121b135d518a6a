package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleSeed;
import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowKey;
import io.udpscope.app.flow.FlowKind;
import io.udpscope.app.flow.FlowList;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.key.Key;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of conversations and talkers, and what they bring onto the screen. */
class FlowKeysTest {
  private final ReplaySession session = new ReplaySession(100, 30).attach();

  /** A second with that many packets from each of three hosts; the third gets answers. */
  private void second(int first, int second, int third) {
    session.datapath.exchange("10.0.0.1", 5006, "10.0.0.9", 5005, first, 0);
    session.datapath.exchange("10.0.0.2", 5006, "10.0.0.9", 5005, second, 0);
    session.datapath.exchange("2001:db8::3", 5006, "2001:db8::9", 5008, third, third);
    session.advance(1_000_000_000);
  }

  private FlowList list() {
    return session.state().flows().list(session.state().screen().view());
  }

  private FlowPage page() {
    return session.state().snapshot().flows();
  }

  private String chosen() {
    return name(list().chosen().orElseThrow());
  }

  private List<String> shown() {
    return page().rows().stream().map(row -> name(row.key())).toList();
  }

  private static String name(FlowKey key) {
    if (key instanceof FlowKey.Conversation one) {
      return one.first().text();
    }
    if (key instanceof FlowKey.Source source) {
      return source.address().toString();
    }
    return key instanceof FlowKey.Port port ? Integer.toString(port.number()) : key.filter();
  }

  @Test
  void whereNobodyTalksTheKeysDoNothing() {
    session.typeAlone('3').type("jkgGsrb").press(Key.Kind.RIGHT).press(Key.Kind.LEFT);

    assertThat(list().cursor()).isZero();
    session.press(Key.Kind.ENTER);
    assertThat(session.state().screen().view()).isEqualTo(View.TALKERS);
    assertThat(session.state().notice().orElseThrow().text()).contains("nothing is there yet");
    assertThat(FlowKeys.seed(session.state())).isEmpty();
  }

  @Test
  void theyCanBeSortedWhereTheyAreAndNowhereElse() {
    session.type("s");

    assertThat(session.state().flows()).isEqualTo(FlowsView.START);
  }

  @Test
  void theBusiestNowIsOnTopAndIsChosen() {
    second(10, 30, 20);
    session.typeAlone('3');

    assertThat(shown()).containsExactly("10.0.0.2", "2001:db8::3", "2001:db8::9", "10.0.0.1");
    assertThat(chosen()).isEqualTo("10.0.0.2");
    assertThat(page().rows().get(0).rate().packets()).isEqualTo(30);
    assertThat(page().total().packets()).isEqualTo(80);
  }

  @Test
  void theCursorStaysOnItsRowWhenTheOrderChanges() {
    second(10, 30, 20);
    session.typeAlone('3');
    second(50, 2, 20);

    assertThat(shown().get(0)).isEqualTo("10.0.0.1");
    assertThat(chosen()).isEqualTo("10.0.0.2");
    assertThat(list().cursor()).isEqualTo(3);
    session.type("k");
    assertThat(page().row(list().cursor()).orElseThrow().key()).isEqualTo(list().chosen().get());
  }

  @Test
  void bothWaysAreOneConversation() {
    second(10, 30, 20);
    session.typeAlone('2').type("j");

    FlowRow.Conversation row = (FlowRow.Conversation) page().row(1).orElseThrow();
    assertThat(shown()).containsExactly("[2001:db8::3]:5006", "10.0.0.2:5006", "10.0.0.1:5006");
    assertThat(chosen()).isEqualTo("10.0.0.2:5006");
    assertThat(row.there().packets()).isEqualTo(30);
    FlowRow.Conversation both = (FlowRow.Conversation) page().row(0).orElseThrow();
    assertThat(both.there().packets()).isEqualTo(20);
    assertThat(both.back().packets()).isEqualTo(20);
    assertThat(both.rule()).isEqualTo("telemetry");
    assertThat(both.protocol()).isEqualTo("rtp");
    assertThat(both.history()).endsWith(40L);
  }

  @Test
  void sortsByTheNextColumnAndTheOtherWayAround() {
    second(50, 1, 5);
    second(1, 30, 5);
    session.typeAlone('3');
    assertThat(shown().get(0)).isEqualTo("10.0.0.2");
    session.type("s");
    assertThat(list().query().column()).isEqualTo(FlowColumn.PACKETS);
    assertThat(shown()).startsWith("10.0.0.1", "10.0.0.2");
    session.type("r");
    assertThat(shown()).endsWith("10.0.0.2", "10.0.0.1");
    session.type("ss");
    assertThat(list().query().column()).isEqualTo(FlowColumn.LAST_SEEN);
    assertThat(shown().get(0)).isEqualTo("10.0.0.1");
    session.type("s");
    assertThat(list().query().column()).isEqualTo(FlowColumn.RATE);
  }

  @Test
  void talkersAreBySourceDestinationOrPort() {
    second(10, 30, 20);
    session.typeAlone('3').type("b");
    assertThat(shown().get(0)).isEqualTo("udp and dst host 10.0.0.9");
    session.press(Key.Kind.RIGHT);
    assertThat(shown()).containsExactly("5005", "5008", "5006");
    session.press(Key.Kind.RIGHT).press(Key.Kind.LEFT);
    assertThat(list().query().kind()).isEqualTo(FlowKind.PORTS);
  }

  @Test
  void movesByRowsPagesAndCounts() {
    for (int port = 1; port <= 60; port++) {
      session.datapath.exchange("10.0.0.1", port, "10.0.0.9", 5005, 61 - port, 0);
    }
    session.advance(1_000_000_000).typeAlone('2');
    int height = session.state().layout().viewRows();

    session.type("5j");
    assertThat(chosen()).isEqualTo("10.0.0.1:6");
    session.type("G");
    assertThat(chosen()).isEqualTo("10.0.0.1:60");
    assertThat(page().top()).isEqualTo(60 - height);
    assertThat(list().top()).isEqualTo(60 - height);
    session.type("k").press(Key.Kind.PAGE_UP);
    assertThat(chosen()).isEqualTo("10.0.0.1:" + (59 - height + 1));
    session.type("10g");
    assertThat(chosen()).isEqualTo("10.0.0.1:10");
    session.type("99k").press(Key.Kind.PAGE_DOWN);
    assertThat(chosen()).isEqualTo("10.0.0.1:" + height);
    session.resize(80, 24);
    assertThat(chosen()).isEqualTo("10.0.0.1:" + height);
    assertThat(page().row(list().cursor())).isPresent();
  }

  @Test
  void enterShowsThePacketsOfTheChosenOne() {
    second(10, 30, 20);
    session.typeAlone('2').press(Key.Kind.ENTER);

    assertThat(session.state().screen().view()).isEqualTo(View.PACKETS);
    assertThat(session.state().screen().focus()).isEqualTo(Pane.VIEW);
    assertThat(session.state().snapshot().filter().packets()).isEqualTo(40);
    assertThat(session.state().page().rows())
        .allSatisfy(
            row -> assertThat(((PageRow.PacketRow) row).source()).startsWith("[2001:db8::"));
    assertThat(page()).isEqualTo(FlowPage.EMPTY);
  }

  @Test
  void everyKindOfThemHasAFilterThatTakesItsPacketsAndNoOthers() {
    second(10, 30, 20);
    session.typeAlone('3').press(Key.Kind.ENTER);
    assertThat(session.state().snapshot().filter().packets()).isEqualTo(30);
    session.typeAlone('3').type("b").press(Key.Kind.ENTER);
    assertThat(session.state().snapshot().filter().packets()).isEqualTo(40);
    session.typeAlone('3').type("bj").press(Key.Kind.ENTER);
    assertThat(session.state().snapshot().filter().packets()).isEqualTo(20);
  }

  @Test
  void aRuleIsAboutWhatComesIn() {
    second(10, 30, 20);
    session.typeAlone('3');
    RuleSeed seed = FlowKeys.seed(session.state()).orElseThrow();
    assertThat(seed.source()).contains(Prefix.parse("10.0.0.2"));
    assertThat(seed.destination()).isEmpty();
    assertThat(seed.ports()).isEmpty();

    session.datapath.exchange("192.0.2.1", 5005, "10.0.0.9", 5006, 0, 50);
    session.advance(1_000_000_000).typeAlone('2').type("g");
    assertThat(chosen()).isEqualTo("10.0.0.9:5006"); // this host was the first to speak
    RuleSeed incoming = FlowKeys.seed(session.state()).orElseThrow();
    assertThat(incoming.source()).contains(Prefix.parse("192.0.2.1"));
    assertThat(incoming.destination()).contains(Prefix.parse("10.0.0.9"));
    assertThat(incoming.ports().orElseThrow().first()).isEqualTo(5006);
  }
}
