package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleDifference;
import io.udpscope.app.form.Form;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.Notice;
import io.udpscope.app.log.Operator;
import io.udpscope.app.page.PageRow;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.RelayError;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys do that change traffic: d, t, f, a, x, u and y. */
class RuleKeysTest {
  private static final long SECOND = 1_000_000_000;
  private static final NextHop NO_NEIGHBOUR =
      new NextHop(NextHop.State.NO_NEIGHBOUR, Optional.of("eth0"), Optional.empty(), false);

  private static final Key REDO = Key.control('R');

  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(200);
  }

  @Test
  void whatIsSaidOfKeysNamesThoseThatAreBound() {
    KeyMap keys =
        KeyMap.STANDARD
            .rebound(Intent.ADD_RULE, List.of(Key.of('A')))
            .rebound(Intent.FIND, List.of())
            .rebound(Intent.NEXT_PANE, List.of(Key.control('N')));
    ReplaySession session = new ReplaySession(120, 40).withKeys(keys).attach().arrive(200);
    assertThat(notice(session.type("Gd"))).contains("A adds a rule");
    assertThat(notice(session.type("n"))).contains(":find does");
    assertThat(notice(session.press(Key.control('N')).type("x"))).contains("(^N)");
  }

  private static List<Rule> rules(ReplaySession session) {
    return session.datapath.rules();
  }

  private static Rule rule(ReplaySession session, String name) {
    return rules(session).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  private static Optional<Standing> standing(ReplaySession session) {
    return session.state().snapshot().changes().standing();
  }

  private static String countdown(ReplaySession session) {
    Standing standing = standing(session).orElseThrow();
    return standing.what() + standing.when();
  }

  private static Form form(ReplaySession session) {
    assertThat(session.state().mode()).isInstanceOf(Mode.Editing.class);
    return ((Mode.Editing) session.state().mode()).form();
  }

  private static ReplaySession enter(ReplaySession session) {
    return session.press(Key.Kind.ENTER);
  }

  private static ReplaySession tab(ReplaySession session, int times) {
    for (int i = 0; i < times; i++) {
      session.press(Key.Kind.TAB);
    }
    return session;
  }

  // Standing, keeping, going back

  @Test
  void aDropGoesBackByItselfAndTheScreenSaysSo() {
    ReplaySession session = live().type("jd");
    assertThat(rule(session, "dns").action()).isEqualTo(Action.DROP);
    assertThat(countdown(session)).isEqualTo("DROP on dns goes back to PASS in 60 s");
    session.advance(12 * SECOND);
    assertThat(standing(session).orElseThrow().secondsLeft()).isEqualTo(48);
    session.advance(48 * SECOND);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    assertThat(standing(session)).isEmpty();
    assertThat(notice(session))
        .matches("DROP on dns went back to PASS at \\d\\d:\\d\\d:\\d\\d: not kept in 60 s");
  }

  @Test
  void whoWasNotThereIsToldThatItWentBackInTheMeantime() {
    ReplaySession session = live().type("jd");
    session.datapath.advance(300 * SECOND); // and nobody looks
    session.settle();
    assertThat(notice(session)).endsWith(": not kept in 60 s, while this program stood still");
    assertThat(session.state().notice().orElseThrow().severity())
        .isEqualTo(Notice.Severity.WARNING);
  }

  @Test
  void aKeptDropStays() {
    ReplaySession session = live().type("jd").advance(30 * SECOND).type("y");
    assertThat(standing(session)).isEmpty();
    assertThat(notice(session)).contains("ops from 192.0.2.7: kept, dns PASS → DROP");
    session.advance(100 * SECOND);
    assertThat(rule(session, "dns").action()).isEqualTo(Action.DROP);
  }

  @Test
  void whatCutsNobodyOffIsForGood() {
    ReplaySession session = live().type("d");
    assertThat(rule(session, "telemetry").action()).isEqualTo(Action.PASS);
    assertThat(standing(session)).isEmpty();
    assertThat(notice(session)).contains("ops from 192.0.2.7: telemetry DROP → PASS; in the last");
  }

  @Test
  void aChangeJoinsTheOneThatStandsAndTheTimeBeginsAnew() {
    ReplaySession session = live().type("jd").advance(50 * SECOND).type("kd");
    assertThat(standing(session).orElseThrow().secondsLeft()).isEqualTo(60);
    assertThat(standing(session).orElseThrow().differences()).hasSize(2);
    assertThat(countdown(session)).contains("and 1 more in 60 s");
    session.advance(61 * SECOND);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void takingItBackByHandEndsTheCountdown() {
    ReplaySession session = live().type("jdd");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    assertThat(standing(session)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLineThatAsksIsAnsweredFromEveryPane(int tabs) {
    ReplaySession kept = tab(live().type("jd"), tabs).type("y").advance(61 * SECOND);
    assertThat(rule(kept, "dns").action()).isEqualTo(Action.DROP);
    ReplaySession undone = tab(live().type("jd"), tabs).type("u");
    assertThat(rules(undone)).isEqualTo(ReplaySession.RULES);
    assertThat(notice(tab(live(), tabs).type("u"))).contains("rules pane");
  }

  @Test
  void yWithoutAnythingToKeepSaysSo() {
    assertThat(notice(live().type("y"))).contains("no change that waits");
  }

  // Undo

  @Test
  void uUndoesOneAfterTheOther() {
    ReplaySession session = live().type("d").type("jx").type("y");
    assertThat(rules(session)).hasSize(2);
    session.type("u");
    assertThat(rules(session)).hasSize(3);
    assertThat(rule(session, "telemetry").action()).isEqualTo(Action.PASS);
    session.type("u");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    assertThat(notice(session.type("u"))).isEqualTo("there is no change to undo");
    assertThat(session.state().snapshot().changes().log().stream().map(LoggedChange::kind))
        .containsExactly(
            LoggedChange.Kind.CHANGED,
            LoggedChange.Kind.CHANGED,
            LoggedChange.Kind.KEPT,
            LoggedChange.Kind.UNDONE,
            LoggedChange.Kind.UNDONE);
  }

  @Test
  void anUndoThatCutsAgainStandsToo() {
    ReplaySession session = live().type("du");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    assertThat(countdown(session)).contains("DROP on telemetry");
    session.advance(61 * SECOND);
    assertThat(rule(session, "telemetry").action()).isEqualTo(Action.PASS);
    session.type("u");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void anUndoThatCameTooLateTakesNothingElseBack() {
    ReplaySession session = live().type("jdy").type("jd");
    session.datapath.advance(61 * SECOND); // it goes back, and the screen does not know yet
    session.type("u");
    assertThat(rule(session, "low ports").action()).isEqualTo(Action.PASS);
    assertThat(rule(session, "dns").action()).isEqualTo(Action.DROP);
    assertThat(notice(session)).contains("nothing undone");
    session.type("u");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  // Redo

  @Test
  void redoMakesAgainWhatWasUndoneOneAfterTheOther() {
    ReplaySession session = live().type("d").type("jx").type("y").type("uu");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    session.press(REDO);
    assertThat(rule(session, "telemetry").action()).isEqualTo(Action.PASS);
    session.press(REDO);
    assertThat(rules(session)).hasSize(2);
    assertThat(countdown(session)).startsWith("the removed rule dns comes back");
    assertThat(notice(session.press(REDO))).isEqualTo("there is no change to redo");
    assertThat(session.type("y").type("uu").datapath.rules()).isEqualTo(ReplaySession.RULES);
    LoggedChange redone = session.state().snapshot().changes().log().get(5);
    assertThat(redone.text()).endsWith("redone, telemetry DROP → PASS");
  }

  @Test
  void anotherChangeEndsWhatCanBeRedone() {
    ReplaySession session = live().type("du").type("jdy");
    assertThat(notice(session.press(REDO))).isEqualTo("there is no change to redo");
    assertThat(rule(session, "telemetry").action()).isEqualTo(Action.DROP);
  }

  @Test
  void whatWentBackIsNotRedone() {
    ReplaySession session = live().type("jd").advance(61 * SECOND).press(REDO);
    assertThat(notice(session)).isEqualTo("there is no change to redo");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    session.type("kdu").advance(61 * SECOND).press(REDO); // the undo went back
    assertThat(notice(session)).isEqualTo("there is no change to redo");
  }

  @Test
  void aRedoThatCameTooLateMakesNothing() {
    ReplaySession session = live().type("jdu");
    session.datapath.refuseNext("no space left");
    assertThat(notice(session.press(REDO))).isEqualTo("no space left");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    session.press(REDO);
    assertThat(rule(session, "dns").action()).isEqualTo(Action.DROP);
    assertThat(notice(tab(live().type("du").type("y"), 1).press(REDO))).contains("rules pane");
  }

  // J and K

  @Test
  void aRuleIsAskedEarlierOrLaterAndTheCursorGoesWithIt() {
    ReplaySession session = live().type("J");
    assertThat(names(session)).containsExactly("dns", "telemetry", "low ports");
    assertThat(session.state().rules().cursor()).isEqualTo(1);
    assertThat(notice(session)).contains("moved from place").contains("changed nothing for");
    assertThat(names(session.type("5J"))).containsExactly("dns", "low ports", "telemetry");
    assertThat(session.state().rules().cursor()).isEqualTo(2);
    assertThat(notice(session.type("J"))).isEqualTo("telemetry is like that already");
    assertThat(names(session.type("2K"))).containsExactly("telemetry", "dns", "low ports");
    assertThat(session.state().rules().cursor()).isZero();
  }

  @Test
  void anOrderThatCutsTrafficStandsAndCountersStayWithTheName() {
    ReplaySession session = live().type("JJ");
    long before = counted(session, "telemetry");
    assertThat(standing(session)).isEmpty(); // what it dropped passes now: nobody is cut off
    session.type("2K").arrive(1);
    assertThat(countdown(session)).isEqualTo("telemetry goes back to place 3 in 60 s");
    assertThat(counted(session, "telemetry")).isGreaterThanOrEqualTo(before).isLessThan(before + 2);
    session.advance(61 * SECOND);
    assertThat(names(session)).containsExactly("dns", "low ports", "telemetry");
    assertThat(notice(session)).startsWith("telemetry went back to place 3");
  }

  @Test
  void undoAndRedoOfAnOrder() {
    ReplaySession session = live().type("J").type("u");
    assertThat(names(session)).containsExactly("telemetry", "dns", "low ports");
    assertThat(names(session.press(REDO))).containsExactly("dns", "telemetry", "low ports");
  }

  private static List<String> names(ReplaySession session) {
    return rules(session).stream().map(Rule::name).toList();
  }

  private static long counted(ReplaySession session, String name) {
    return session.state().snapshot().rules().stream()
        .filter(row -> row.rule().name().equals(name))
        .mapToLong(row -> row.counters().traffic().packets())
        .sum();
  }

  @Test
  void theLogSaysWhoFromWhereWhenAndWhat() {
    LoggedChange logged = live().type("jd").state().snapshot().changes().log().get(0);
    assertThat(logged.operator()).isEqualTo(new Operator("ops", "192.0.2.7"));
    assertThat(logged.before()).isEqualTo(ReplaySession.RULES);
    assertThat(logged.text()).isEqualTo("02:13:45 ops from 192.0.2.7: dns PASS → DROP");
  }

  // Preview

  @Test
  void everyChangeIsTriedOnWhatWasCaptured() {
    ReplaySession session = live().type("jd");
    long dns = session.state().snapshot().rules().get(1).counters().traffic().packets();
    long all = session.state().snapshot().page().packets();
    assertThat(notice(session))
        .matches(
            "in the last \\d+ s this would have dropped "
                + (dns + " of " + all)
                + " packets from 5 sources, all to port 53");
  }

  @Test
  void theMostPreciousPortIsNamed() {
    assertThat(notice(live().type("jjd").arrive(1))).endsWith("port 53 among them");
  }

  @Test
  void aChangeWithoutTrafficSaysThatTheyAreNotThere() {
    ReplaySession session = new ReplaySession(120, 40).attach().type("jd");
    assertThat(notice(session)).contains("no packet was captured");
  }

  @Test
  void whatThisHostSendsIsNotAmongThem() {
    ReplaySession session = live();
    long arrived = session.state().snapshot().ledger().tap().read();
    session.datapath.send(100);
    assertThat(notice(session.settle().type("jd"))).contains(" of " + arrived + " packets from");
  }

  // t

  @Test
  void tTranslatesAndAnEmptyFieldEndsThat() {
    ReplaySession session = enter(live().type("jt5353")).arrive(100);
    assertThat(rule(session, "dns").translate()).isEqualTo(OptionalInt.of(5353));
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(countdown(session)).isEqualTo("translate 5353 on dns goes back to none in 60 s");
    assertThat(session.state().snapshot().rules().get(1).counters().translated()).isPositive();
    session.type("yt");
    assertThat(form(session).focused().value()).isEqualTo("5353");
    enter(session.press(Key.control('U')));
    assertThat(rule(session, "dns").translate()).isEmpty();
  }

  @Test
  void aPortThatCannotBeIsRefusedOnItsLineAndStays() {
    ReplaySession session = live().type("t65535");
    assertThat(form(session).complaint().orElseThrow().reason())
        .isEqualTo("the ports 5005-5010 translated to 65535 would end at 65540");
    enter(session);
    assertThat(form(session).focused().value()).isEqualTo("65535");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    session.press(Key.Kind.BACKSPACE);
    assertThat(form(session).complaint()).isEmpty();
    enter(session);
    assertThat(rule(session, "telemetry").translate()).isEqualTo(OptionalInt.of(6553));
  }

  @Test
  void noKeyChangesTrafficWhileTextIsTyped() {
    ReplaySession session = live().type("jadxuytfq? 5");
    assertThat(form(session).focused().value()).isEqualTo("rule-4dxuytfq? 5");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    assertThat(session.commands()).isEmpty();
    session.press(Key.Kind.ESCAPE);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void ctrlCEndsTheSessionFromAFormToo() {
    ReplaySession session = live().type("t").press(Key.control('C'));
    assertThat(session.commands()).containsExactly(new Command.Leave(130));
  }

  @Test
  void whatTheKernelRefusesStaysTyped() {
    ReplaySession session = live().type("jt5353");
    session.datapath.refuseNext("the kernel refused the new rules: no space left");
    enter(session);
    assertThat(form(session).focused().value()).isEqualTo("5353");
    assertThat(form(session).complaint().orElseThrow().reason()).contains("no space left");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
    enter(session);
    assertThat(rule(session, "dns").translate()).isEqualTo(OptionalInt.of(5353));
  }

  @Test
  void whatABusyAgentDidNotTakeStaysTyped() {
    AppState typed = live().type("jt5353").state();
    AppState asked = Update.update(typed, new Msg.KeyPressed(Key.of(Key.Kind.ENTER))).state();
    AppState state = Update.update(asked, new Msg.AgentBusy()).state();
    assertThat(state.mode()).isInstanceOf(Mode.Editing.class);
    assertThat(((Mode.Editing) state.mode()).form().focused().value()).isEqualTo("5353");
    Update.Step again = Update.update(state, new Msg.KeyPressed(Key.of(Key.Kind.ENTER)));
    assertThat(again.commands()).hasSize(1);
  }

  @Test
  void whileAnAnswerIsAwaitedKeysChangeNothing() {
    AppState typed = live().type("jt5353").state();
    Update.Step asked = Update.update(typed, new Msg.KeyPressed(Key.of(Key.Kind.ENTER)));
    for (Key key : List.of(Key.of('d'), Key.of(Key.Kind.ENTER), Key.of('x'))) {
      assertThat(Update.update(asked.state(), new Msg.KeyPressed(key)).commands()).isEmpty();
    }
  }

  // f

  @Test
  void fForwardsToTargets() {
    ReplaySession session = tab(live().type("f10.1.0.7:6005*3"), 1);
    session.type("10.1.0.8 down via eth0 02:42:ac:11:00:09");
    tab(session, 2).type("r"); // round-robin
    tab(session, 2).press(Key.control('U')).type("masquerade");
    tab(session, 1).type("y");
    enter(session).arrive(300);
    Forward forward = rule(session, "telemetry").forward().orElseThrow();
    assertThat(forward.strategy()).isEqualTo(Strategy.ROUND_ROBIN);
    assertThat(forward.source()).isEqualTo(Source.MASQUERADE);
    assertThat(forward.replies()).isTrue();
    assertThat(forward.replyPorts()).isEqualTo(Forward.DEFAULT_REPLY_PORTS);
    assertThat(forward.targets().get(0))
        .isEqualTo(Target.of(IpAddress.parse("10.1.0.7"), 6005).withWeight(3));
    Target down = forward.targets().get(1);
    assertThat(down.down()).isTrue();
    assertThat(down.interfaceName()).contains("eth0");
    assertThat(down.mac().orElseThrow()).hasToString("02:42:ac:11:00:09");
    assertThat(standing(session)).isPresent();
    RuleRow row = session.state().snapshot().rules().get(0);
    assertThat(row.counters().forwarded()).isPositive();
    assertThat(row.targets().get(0).sent().packets()).isEqualTo(row.counters().forwarded());
  }

  @Test
  void fWithNoTargetLeftForwardsNoMore() {
    ReplaySession session = enter(live().type("f10.1.0.7"));
    assertThat(rule(session, "telemetry").forward()).isPresent();
    enter(session.type("yf").press(Key.control('U')));
    assertThat(rule(session, "telemetry").forward()).isEmpty();
  }

  @Test
  void aCopyCutsNobodyOff() {
    ReplaySession session = enter(live().type("jf10.1.0.7")).arrive(200);
    assertThat(standing(session)).isEmpty();
    assertThat(session.state().snapshot().rules().get(1).counters().copied()).isPositive();
  }

  @Test
  void whatCannotBeForwardedIsCountedAndSaid() {
    ReplaySession session = live().type("f10.1.0.7");
    enter(tab(session, 3).type("k"));
    session.datapath.changeNextHop("telemetry", "10.1.0.7", NO_NEIGHBOUR);
    session.arrive(200).advance(SECOND);
    assertThat(notice(session))
        .isEqualTo(
            "10.1.0.7, a target of telemetry, cannot be reached (no neighbour): its packets pass");
    RuleRow row = session.state().snapshot().rules().get(0);
    assertThat(row.counters().failures()).isPositive();
    assertThat(row.failuresPerSecond()).isPositive();
    long failed =
        shown(session, "telemetry")
            .filter(one -> one.verdict() == Verdict.PASSED)
            .filter(one -> one.failure() == Failure.NO_NEIGHBOUR)
            .count();
    assertThat(failed).isPositive();
  }

  /** The packets on the screen that a rule decided. */
  private static Stream<PageRow.PacketRow> shown(ReplaySession session, String rule) {
    return session.state().page().rows().stream()
        .filter(PageRow.PacketRow.class::isInstance)
        .map(PageRow.PacketRow.class::cast)
        .filter(one -> one.rule().equals(rule));
  }

  private static RuleRow row(ReplaySession session) {
    return session.state().snapshot().rules().get(0);
  }

  @Test
  void whatTheProgramCannotSendIsLeftToTheRelay() {
    ReplaySession session = enter(live().type("f10.1.0.7")).arrive(200);
    long forwarded = row(session).counters().forwarded();
    session.datapath.changeNextHop("telemetry", "10.1.0.7", NO_NEIGHBOUR);
    session.arrive(200).advance(SECOND);
    assertThat(notice(session))
        .isEqualTo("10.1.0.7, a target of telemetry, is left to the relay (no neighbour)");
    RuleRow row = row(session);
    assertThat(row.counters().forwarded()).isEqualTo(forwarded);
    assertThat(row.counters().relayed()).isPositive();
    assertThat(row.counters().failures()).isZero();
    assertThat(row.targets().get(0).packets()).isEqualTo(forwarded + row.counters().relayed());
  }

  @Test
  void aServiceOfThisHostIsServedByTheRelay() {
    ReplaySession session = enter(live().type("f127.0.0.1:6000")).arrive(200).advance(100_000_000);
    Forward made = rule(session, "telemetry").forward().orElseThrow();
    assertThat(made.source()).isEqualTo(Source.MASQUERADE);
    assertThat(notice(session)).contains("would have relayed").contains(" to 127.0.0.1:6000 from");
    assertThat(countdown(session))
        .contains("forward 127.0.0.1:6000 on telemetry goes back to none");
    assertThat(row(session).counters().relayed()).isPositive();
    assertThat(shown(session, "telemetry").map(PageRow.PacketRow::verdict))
        .contains(Verdict.RELAYED);
  }

  @Test
  void aPacketForAllIsOneOfTheRulesAndOneOfEachTargets() {
    ReplaySession session = live().type("f127.0.0.1:6000").press(Key.Kind.TAB).type("10.1.0.7");
    enter(tab(session, 2).type("a")).arrive(200);
    RuleRow row = row(session);
    assertThat(row.counters().relayed()).isPositive();
    assertThat(row.targets()).allMatch(one -> one.packets() == row.counters().relayed());
  }

  @Test
  void whoSendsIsPartOfAChange() {
    ReplaySession session = enter(live().type("f127.0.0.1:6000")).type("yf");
    enter(tab(session, 3).type("r"));
    assertThat(countdown(session))
        .startsWith("forward 127.0.0.1:6000 by relay on telemetry goes back to 127.0.0.1:6000 in");
  }

  @Test
  void whatATargetRefusesIsCountedThere() {
    ReplaySession session = enter(live().type("f127.0.0.1:6000")).arrive(200).advance(SECOND);
    assertThat(row(session).relayErrorsPerSecond()).isZero();
    session.datapath.failAtTarget("telemetry", "127.0.0.1:6000", Optional.of(RelayError.REFUSED));
    session.arrive(200).advance(SECOND);
    assertThat(row(session).targets().get(0).relay().errors()).containsKey(RelayError.REFUSED);
    assertThat(row(session).relayErrorsPerSecond()).isPositive();
    assertThat(row(session).counters().failures()).isZero();
  }

  @Test
  void aRelayThatDiedIsSaidAndItsPacketsPass() {
    ReplaySession session = enter(live().type("f127.0.0.1:6000")).arrive(200);
    assertThat(session.state().snapshot().relay().orElseThrow().alive()).isTrue();
    session.datapath.killRelay("the heap is full");
    session.settle();
    assertThat(notice(session))
        .isEqualTo(
            "the relay has ended: the heap is full; what only it can send passes from now on");
    assertThat(session.failures())
        .contains("the relay ended while the session ran: the heap is full");
    assertThat(session.state().snapshot().relay().orElseThrow().alive()).isFalse();
    long relayed = row(session).counters().relayed();
    session.arrive(200);
    assertThat(row(session).counters().relayed()).isEqualTo(relayed);
    assertThat(row(session).counters().failed()).containsKey(Failure.LOCAL_TARGET);
  }

  @Test
  void whatARingTooFullForTheRelayLosesIsInTheSnapshot() {
    ReplaySession session = enter(live().type("f127.0.0.1:6000"));
    session.datapath.overtaxRelay(7);
    session.arrive(200);
    assertThat(session.state().snapshot().relay().orElseThrow().ring().lost()).isEqualTo(7);
    assertThat(row(session).counters().failed()).containsEntry(Failure.RELAY_BUSY, 7L);
  }

  @Test
  void anotherAddressOfATargetIsSaid() {
    ReplaySession session = live();
    IpAddress before = IpAddress.parse("10.1.0.7");
    IpAddress now = IpAddress.parse("10.1.0.9");
    session.datapath.happen(
        new DatapathEvent.NameResolved("dns", "sink.example.net", Optional.of(before), now));
    assertThat(notice(session.settle()))
        .isEqualTo("sink.example.net, a target of dns, is 10.1.0.9 now, and was 10.1.0.7");
  }

  @Test
  void theCountersOfARuleAddUpWhateverBecomesOfItsPackets() {
    ReplaySession session = enter(live().type("f10.1.0.7")).arrive(300);
    session.datapath.changeNextHop(
        "telemetry",
        "10.1.0.7",
        new NextHop(NextHop.State.NO_ROUTE, Optional.empty(), Optional.empty(), false));
    session.arrive(300);
    session.datapath.changeNextHop("telemetry", "10.1.0.7", NO_NEIGHBOUR);
    session.arrive(300);
    for (RuleRow row : session.state().snapshot().rules()) {
      var counters = row.counters();
      long decided = counters.passed() + counters.dropped() + counters.replied();
      assertThat(decided + counters.forwarded() + counters.relayed())
          .isEqualTo(counters.traffic().packets());
    }
  }

  // a and x

  @Test
  void aAddsARuleBeforeOrAfterTheChosenOne() {
    ReplaySession session = live().type("ja").press(Key.control('U')).type("noise");
    tab(session, 2).type("10.0.0.0/24");
    tab(session, 2).type("20000-60000");
    tab(session, 2).press(Key.Kind.RIGHT); // after
    enter(session);
    assertThat(rules(session).stream().map(Rule::name))
        .containsExactly("telemetry", "dns", "noise", "low ports");
    Rule noise = rule(session, "noise");
    assertThat(noise.match().describe("→")).isEqualTo("10.0.0.0/24 → any:20000-60000");
    assertThat(noise.action()).isEqualTo(Action.PASS);
    assertThat(standing(session)).isEmpty();
  }

  @Test
  void aAddsTheLastRuleWhereNoneIsChosen() {
    ReplaySession session = enter(live().type("Ga"));
    assertThat(rules(session).get(3).name()).isEqualTo("rule-4");
  }

  @Test
  void aRuleOfANameThatIsThereIsRefused() {
    ReplaySession session = enter(live().type("a").press(Key.control('U')).type("dns"));
    assertThat(form(session).complaint().orElseThrow().reason()).contains("of that name");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void aRuleThatAnotherHidesIsWarnedOf() {
    ReplaySession session = live().type("Ga");
    tab(session, 4).type("5005");
    enter(session);
    assertThat(rules(session)).hasSize(4);
    assertThat(session.state().notice().orElseThrow().severity())
        .isEqualTo(Notice.Severity.WARNING);
    assertThat(notice(session))
        .startsWith("rule-4, match: the rule telemetry before it decides all of its packets; in");
  }

  @Test
  void xRemovesARuleForAWhile() {
    ReplaySession session = live().type("x");
    assertThat(rules(session)).hasSize(2);
    assertThat(standing(session).orElseThrow().differences())
        .extracting(RuleDifference::aspect)
        .containsExactly(RuleDifference.Aspect.REMOVED);
    session.advance(61 * SECOND);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void allRulesCanGo() {
    ReplaySession session = live().type("xxx").arrive(50);
    assertThat(rules(session)).isEmpty();
    assertThat(notice(session.type("d"))).contains("no rule matches");
    session.type("uuu");
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  // Where nothing may change

  @ParameterizedTest
  @ValueSource(strings = {"d", "t", "f", "a", "e", "x", "u", "y", "J", "K"})
  void nothingChangesWhereItIsReadOnly(String key) {
    ReplaySession session = new ReplaySession(80, 24, true, 1 << 20).attach().type(key);
    assertThat(notice(session)).contains("--read-only");
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "u", "e", "J", "K"})
  void theseKeysSayWhereTheyAct(String key) {
    ReplaySession session = live().press(Key.Kind.TAB).type(key);
    assertThat(notice(session)).contains("rules pane");
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(rules(session)).isEqualTo(ReplaySession.RULES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "t", "f", "x"})
  void packetsOfNoRuleStayAsTheyAre(String key) {
    ReplaySession session = live().type("G" + key);
    assertThat(notice(session)).contains("no rule matches");
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
  }

  @Test
  void aRuleThatWentAwayUnderTheFormIsNotChanged() {
    ReplaySession session = live().type("jxyu").type("t5353"); // dns came back, for a while only
    assertThat(rule(session, "dns")).isNotNull();
    session.datapath.apply(ReplaySession.RULES.subList(0, 1));
    enter(session);
    assertThat(form(session).complaint().orElseThrow().reason())
        .isEqualTo("there is no rule called dns any more");
    assertThat(form(session).focused().value()).isEqualTo("5353");
  }
}
