package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.ChangeFate;
import io.udpscope.app.log.LogLine;
import io.udpscope.datapath.DatapathEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of changes: what it has, what became of it, and moving in it. */
class LogKeysTest {
  private static final long SECOND = 1_000_000_000;

  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(100);
  }

  /** Newest first. */
  private static List<String> lines(ReplaySession session) {
    return session.state().snapshot().logLines().stream().map(LogLine::what).toList();
  }

  /** Of the changes, oldest first. */
  private static List<String> fates(ReplaySession session) {
    Snapshot snapshot = session.state().snapshot();
    var fates = ChangeFate.of(snapshot.changes().log(), snapshot.changes().standing().isPresent());
    return snapshot.changes().log().stream()
        .map(change -> fates.get(change.number()))
        .map(fate -> fate == null ? "-" : fate.word())
        .toList();
  }

  private static LogLine chosen(ReplaySession session) {
    return session.state().snapshot().logLines().get(session.state().log().cursor());
  }

  @Test
  void whatWasChangedAndWhatHappenedStandsInOneListNewestFirst() {
    ReplaySession session = live().type("d").advance(SECOND);
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.advance(SECOND);
    session.datapath.happen(new DatapathEvent.InterfaceUp("eth0"));
    session.advance(SECOND).type("jx");
    assertThat(lines(session))
        .containsExactly(
            "rule dns removed: any → 10.0.0.53:53 PASS",
            "eth0 is up again",
            "eth0 went down: nothing arrives until it is up again",
            "telemetry DROP → PASS");
    session.advance(SECOND);
    session.datapath.killRelay("out of memory");
    session.settle();
    assertThat(lines(session).get(0)).startsWith("the relay has ended: out of memory");
  }

  @Test
  void aChangeStandsThenIsKeptOrGoesBack() {
    ReplaySession session = live().type("jd");
    assertThat(fates(session)).containsExactly("standing");
    session.type("y");
    assertThat(fates(session)).containsExactly("kept", "-");
    session.type("jd").advance(61 * SECOND);
    assertThat(fates(session)).containsExactly("kept", "-", "went back", "-");
    session.type("uggd");
    assertThat(fates(session)).startsWith("undone", "-", "went back", "-", "-");
    assertThat(fates(session)).endsWith("in force");
  }

  @Test
  void whatIsTakenBackByHandStandsNoMore() {
    assertThat(fates(live().type("jdd"))).containsExactly("in force", "in force");
    assertThat(fates(live().type("jdu"))).containsExactly("undone", "-");
    ReplaySession redone = live().type("du").press(Key.control('R'));
    assertThat(fates(redone)).containsExactly("undone", "-", "in force");
  }

  @Test
  void anUndoThatGoesBackLeavesTheChangeInForce() {
    ReplaySession session = live().type("du");
    assertThat(fates(session)).containsExactly("undone", "-");
    session.advance(61 * SECOND);
    assertThat(fates(session)).containsExactly("in force", "-", "-");
    assertThat(fates(session.type("u")).get(0)).isEqualTo("undone");
  }

  @Test
  void theKeysChooseALine() {
    ReplaySession session = live();
    for (int i = 0; i < 60; i++) {
      session.type("d");
    }
    session.typeAlone('5');
    assertThat(session.state().screen().view()).isEqualTo(View.LOG);
    assertThat(session.state().log().cursor()).isZero();
    session.type("jjj2k");
    assertThat(session.state().log().cursor()).isEqualTo(1);
    session.press(Key.Kind.PAGE_DOWN);
    assertThat(session.state().log().cursor()).isGreaterThan(5);
    session.type("G");
    assertThat(session.state().log().cursor()).isEqualTo(59);
    assertThat(session.type("j").state().log().cursor()).isEqualTo(59);
    assertThat(session.type("g").press(Key.Kind.PAGE_UP).state().log()).isEqualTo(ListView.START);
  }

  @Test
  void whoLooksAtAnOlderLineGoesOnLookingAtIt() {
    ReplaySession session = live().type("dd").typeAlone('5').type("j");
    LogLine looked = chosen(session);
    session.advance(SECOND);
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.settle();
    assertThat(chosen(session)).isSameAs(looked);
    session.type("g").advance(SECOND);
    session.datapath.happen(new DatapathEvent.InterfaceUp("eth0"));
    session.settle();
    assertThat(chosen(session).what()).isEqualTo("eth0 is up again"); // on top stays on top
  }

  @Test
  void keysThatChangeRulesAreNotHeardHere() {
    ReplaySession session = live().typeAlone('5').type("dtfaexJKu").press(Key.control('R'));
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }
}
