package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.key.Key;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen looks like while rules are changed, and with rules that change traffic. */
class ChangeGoldenTest {
  private static final Target NEAR = Target.of(IpAddress.parse("10.100.53.27"), 2222);
  private static final Target FAR = Target.of(IpAddress.parse("10.100.53.28"), 2222).withWeight(3);

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "telemetry",
              Match.ports(new PortRange(5005, 5010)),
              Action.DROP,
              OptionalInt.of(6005),
              Optional.of(Forward.to(List.of(NEAR, FAR.withDown(true))))),
          new Rule(
              "dns",
              Match.ports(new PortRange(53, 53)),
              Action.PASS,
              OptionalInt.of(5353),
              Optional.empty()),
          new Rule("logs", Match.ports(new PortRange(514, 514)), Action.PASS)
              .withForward(Optional.of(Forward.to(List.of(FAR)))),
          new Rule("any", Match.ANY, Action.PASS));

  private static ReplaySession live(int columns, int rows, List<Rule> rules) {
    return new ReplaySession(columns, rows, rules).attach().goOn();
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "120,40", "200,60"})
  void showsWhereRulesSendTheirPackets(int columns, int rows) {
    Golden.check("rules", live(columns, rows, RULES));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void showsWhatCouldNotBeForwarded(int columns, int rows) {
    Rule telemetry = RULES.get(0);
    Forward inKernel = telemetry.forward().orElseThrow().withPath(Path.KERNEL);
    List<Rule> rules = new ArrayList<>(RULES);
    rules.set(0, telemetry.withForward(Optional.of(inKernel)));
    ReplaySession session = live(columns, rows, rules);
    NextHop none =
        new NextHop(NextHop.State.NO_NEIGHBOUR, Optional.of("eth1"), Optional.empty(), false);
    session.datapath.changeNextHop("telemetry", "10.100.53.27:2222", none);
    session.arrive(4321).advance(800_000_000);
    Golden.check("failing", session);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void marksWhatLeaves(int columns, int rows) {
    ReplaySession session = live(columns, rows, RULES);
    for (int i = 0; i < 6; i++) {
      session.datapath.send(1);
      session.arrive(1);
    }
    Golden.check("both-directions", session);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void countsTheSecondsOfAChangeDown(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).type("jd");
    Golden.check("standing", session.advance(12_000_000_000L).arrive(20));
    Golden.check("went-back", session.advance(49_000_000_000L).arrive(20));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void asksForAPort(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).type("t6005");
    Golden.check("translate", session);
    Golden.check("translate-refused", session.typeAlone('5'));
    session.press(Key.Kind.BACKSPACE).press(Key.Kind.ENTER);
    Golden.check("translated", session.arrive(100));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void asksForTargets(int columns, int rows) {
    ReplaySession session = live(columns, rows, RULES).type("f");
    Golden.check("forward", session);
    session.press(Key.Kind.TAB).press(Key.Kind.TAB).type("10.0.0.256:53");
    Golden.check("forward-refused", session);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void asksForARule(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).type("ja");
    Golden.check("add", session);
    for (int i = 0; i < 4; i++) {
      session.press(Key.Kind.TAB);
    }
    Golden.check("add-refused", session.type("90-80"));
    session.press(Key.control('U')).type("8125").press(Key.Kind.TAB).type("d");
    Golden.check("added", session.press(Key.Kind.ENTER).arrive(50).advance(100_000_000));
  }

  @ParameterizedTest
  @CsvSource({"40,10", "60,14"})
  void leavesRoomForWhatIsTyped(int columns, int rows) {
    Golden.check("forward-small", live(columns, rows, RULES).type("f"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "40,10"})
  void asksForAllOfARule(int columns, int rows) {
    Golden.check("edit", live(columns, rows, RULES).type("e"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void offersARuleMadeFromAPacket(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).press(Key.Kind.TAB);
    Golden.check("from-packet", session.type("d"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void countsTheSecondsOfAnOrderDown(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).type("JJK");
    Golden.check("moved", session.advance(12_000_000_000L).arrive(20));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "40,10"})
  void asksForTheNameOfARuleThatHitsTheSession(int columns, int rows) {
    IpAddress client = IpAddress.parse("10.0.0.9");
    SessionFlows session = new SessionFlows(Optional.of(client), List.of());
    ReplaySession live = new ReplaySession(columns, rows, session).attach().goOn().type("jd");
    Golden.check("guarded", live.type("dn"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48", "40,10"})
  void showsTheLogOfChanges(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach();
    Golden.check("log-empty", session.typeAlone('5'));
    session.press(Key.Kind.TAB).goOn().type("gd").advance(1_000_000_000L);
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.advance(1_000_000_000L).type("jdy").advance(1_000_000_000L).type("Ju");
    session.press(Key.control('R')).advance(1_000_000_000L).type("jd").advance(61_000_000_000L);
    session.type("gx").typeAlone('5').type("jj");
    Golden.check("log", session.advance(3_000_000_000L));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysOfEachTargetThatIsTypedHowItIsReached(int columns, int rows) {
    ReplaySession session = live(columns, rows, ReplaySession.RULES).type("f10.0.0.99:53");
    session.press(Key.Kind.TAB).type("10.7.7.7").press(Key.Kind.TAB).type("192.0.2.1");
    session.press(Key.Kind.TAB).type("127.0.0.1").press(Key.Kind.TAB).type("10.0.0.7");
    Golden.check("targets", session);
    Golden.check("targets-completing", session.press(Key.Kind.BACKSPACE));
  }
}
