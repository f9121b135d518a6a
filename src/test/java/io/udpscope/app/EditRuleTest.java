package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.form.Form;
import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** e, all of a rule in one form; and what was typed into a form is never lost. */
class EditRuleTest {
  private static final int DESTINATION = 3;
  private static final int PORTS = 4;

  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(200);
  }

  private static Form form(ReplaySession session) {
    assertThat(session.state().mode()).isInstanceOf(Mode.Editing.class);
    return ((Mode.Editing) session.state().mode()).form();
  }

  private static ReplaySession tab(ReplaySession session, int times) {
    for (int i = 0; i < times; i++) {
      session.press(Key.Kind.TAB);
    }
    return session;
  }

  private static ReplaySession retype(ReplaySession session, String text) {
    return session.press(Key.control('U')).type(text);
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  private static String complaint(ReplaySession session) {
    return form(session).complaint().map(Form.Problem::reason).orElse("");
  }

  @Test
  void allOfARuleChangesAtOnce() {
    ReplaySession session = live().type("je");
    assertThat(form(session).template().title()).isEqualTo("Rule dns");
    retype(tab(session, PORTS), "53-54");
    tab(session, 1).type("d");
    tab(session, 1).type("5353");
    tab(session, 1).type("10.0.0.99:53*2");
    tab(session, 5).type("y");
    session.press(Key.Kind.ENTER);
    Rule dns = session.datapath.rules().get(1);
    assertThat(dns.match().describe("→")).isEqualTo("any → 10.0.0.53:53-54");
    assertThat(dns.action()).isEqualTo(Action.DROP);
    assertThat(dns.translate()).isEqualTo(OptionalInt.of(5353));
    assertThat(dns.forward().orElseThrow().targets().get(0).weight()).isEqualTo(2);
    assertThat(dns.forward().orElseThrow().replies()).isTrue();
    assertThat(session.state().snapshot().changes().standing()).isPresent();
    assertThat(session.type("u").datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void whatIsCapturedIsTheLastLine() {
    ReplaySession session = live().type("je");
    session.press(Key.Kind.SHIFT_TAB).type("1 of 10");
    assertThat(complaint(session)).isEqualTo("off, 64 bytes, 1 in 10, or 64 bytes, 1 in 10");
    retype(session, "64 bytes, 1 in 10").press(Key.Kind.ENTER);
    Capture sampled = new Capture(false, OptionalInt.of(64), OptionalInt.of(10));
    assertThat(session.datapath.rules().get(1).capture()).isEqualTo(sampled);
    assertThat(session.state().snapshot().ledger().tap().leftOut()).isZero();

    session.type("e").press(Key.Kind.ENTER);
    assertThat(session.datapath.rules().get(1).capture()).as("an edit keeps it").isEqualTo(sampled);
    session.type("e").press(Key.Kind.SHIFT_TAB);
    retype(session, "off").press(Key.Kind.ENTER).arrive(200);
    assertThat(session.datapath.rules().get(1).capture()).isEqualTo(Capture.OFF);
    assertThat(session.state().snapshot().ledger().tap().leftOut()).isPositive();
  }

  @Test
  void whatCannotBeIsRefusedOnItsLine() {
    ReplaySession session = retype(live().type("e"), "dns");
    assertThat(complaint(session)).isEqualTo("there is a rule of that name");
    retype(session, "telemetry");
    retype(tab(session, DESTINATION), "10.0.0");
    assertThat(complaint(session)).startsWith("not a prefix");
    assertThat(form(session).problem().orElseThrow().field()).isEqualTo(DESTINATION);
    retype(session, "");
    tab(session, 3).type("65535");
    assertThat(complaint(session)).contains("would end at 65540");
    retype(session, "");
    tab(session, 1).type("10.0.0.1 via");
    assertThat(complaint(session)).isEqualTo("via which interface?");
    session.press(Key.Kind.ENTER);
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void aRuleOfAnotherNameCountsFromZeroAndKeepsItsPlace() {
    ReplaySession session = retype(live().type("e"), "metrics").press(Key.Kind.ENTER);
    assertThat(session.datapath.rules().get(0).name()).isEqualTo("metrics");
    RuleRow row = session.state().snapshot().rules().get(0);
    assertThat(row.counters().traffic().packets()).isZero();
    assertThat(session.type("yu").datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void aMatchThatIsWidenedWithoutCuttingAnybodyIsForGood() {
    ReplaySession session = retype(tab(live().type("2je"), PORTS), "1-19999");
    session.press(Key.Kind.ENTER);
    assertThat(session.state().snapshot().changes().standing()).isEmpty();
    assertThat(notice(session))
        .contains("low ports match any → any:1-9999 → any → any:1-19999")
        .contains("changed nothing for");
  }

  @Test
  void theRowUnderNoRuleCannotBeEdited() {
    assertThat(notice(live().type("Ge"))).contains("no rule matches");
  }

  // What was typed

  @Test
  void escByMistakeLosesNothing() {
    ReplaySession session = live().type("jt5353").press(Key.Kind.ESCAPE);
    assertThat(notice(session)).contains("the same key brings back what you typed");
    session.type("kt");
    assertThat(form(session).focused().value()).isEmpty(); // that is another rule's
    session.press(Key.Kind.ESCAPE).type("jt");
    assertThat(form(session).focused().value()).isEqualTo("5353");
    session.press(Key.Kind.ENTER).type("u").type("t");
    assertThat(form(session).focused().value()).isEmpty(); // it was applied
  }

  @Test
  void escAgainForgetsIt() {
    ReplaySession session = live().type("jt5353").press(Key.Kind.ESCAPE).type("t");
    assertThat(notice(session)).contains("Esc now forgets");
    session.press(Key.Kind.ESCAPE).type("t");
    assertThat(form(session).focused().value()).isEmpty();
  }

  @Test
  void whatIsTakenBackByHandIsNoDraft() {
    ReplaySession session = live().type("jt5").press(Key.Kind.BACKSPACE).press(Key.Kind.ESCAPE);
    assertThat(session.state().notice()).isEmpty();
  }

  @Test
  void aNewRuleIsOfferedAgainForThePlaceOfNow() {
    ReplaySession session = tab(live().type("a"), PORTS).type("99").press(Key.Kind.ESCAPE);
    session.type("jja");
    assertThat(form(session).fields().get(PORTS).value()).isEqualTo("99");
    session.press(Key.Kind.ENTER);
    assertThat(session.datapath.rules().get(2).match().ports().first()).isEqualTo(99);
  }

  @Test
  void nothingThatHappensTakesAwayWhatIsTyped() {
    ReplaySession session = tab(live().type("f"), 0).type("10.0.0.1:53");
    session.arrive(500).resize(60, 12).resize(40, 10).resize(20, 5).resize(120, 40);
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.datapath.happen(new DatapathEvent.InterfaceGone("eth0"));
    session.settle();
    assertThat(form(session).fields().get(0).value()).isEqualTo("10.0.0.1:53");
    session.press(Key.Kind.ENTER);
    assertThat(notice(session)).contains("nothing is attached");
    assertThat(form(session).fields().get(0).value()).isEqualTo("10.0.0.1:53");
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void noKeyOfTheFormChangesTraffic() {
    ReplaySession session = live().type("jedtfaxuyJKe");
    assertThat(form(session).fields().get(0).value()).isEqualTo("dnsdtfaxuyJKe");
    assertThat(session.press(Key.control('R')).datapath.rules()).isEqualTo(ReplaySession.RULES);
    assertThat(List.copyOf(session.commands())).isEmpty();
  }
}
