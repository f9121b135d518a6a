package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.RelayError;
import io.udpscope.model.Rule;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen looks like where the relay sends. */
class RelayGoldenTest {
  private static final List<Rule> RULES =
      List.of(
          rule("telemetry", new PortRange(5005, 5010), Action.DROP, relayed(6000, 6001)),
          rule("logs", new PortRange(514, 514), Action.PASS, toAll()),
          rule("dns", new PortRange(53, 53), Action.DROP, Forward.to(List.of(service(5353)))),
          new Rule("any", Match.ANY, Action.PASS));

  private static Rule rule(String name, PortRange ports, Action action, Forward forward) {
    return new Rule(name, Match.ports(ports), action, OptionalInt.empty(), Optional.of(forward));
  }

  private static Target service(int port) {
    return Target.of(IpAddress.parse("127.0.0.1"), port);
  }

  private static Forward relayed(int one, int other) {
    return Forward.to(List.of(service(one), service(other)))
        .withPath(Path.RELAY)
        .withStrategy(Strategy.SOURCE_PORT);
  }

  private static Forward toAll() {
    Target far = Target.of(IpAddress.parse("10.100.53.28"), 514);
    return Forward.to(List.of(service(1514), far)).withStrategy(Strategy.ALL);
  }

  private static ReplaySession live(int columns, int rows) {
    return new ReplaySession(columns, rows, RULES).attach().goOn();
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "120,40", "200,60"})
  void showsWhatTheRelaySends(int columns, int rows) {
    Golden.check("relay", live(columns, rows));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void showsTheTargetThatRefuses(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.datapath.failAtTarget("telemetry", "127.0.0.1:6001", Optional.of(RelayError.REFUSED));
    session.datapath.answer("telemetry", "127.0.0.1:6000", 12);
    session.goOn();
    Golden.check("relay-refused", session);
    Golden.check("relay-targets", session.type("f"));
    session.press(Key.Kind.ESCAPE);
    session.datapath.failAtTarget("telemetry", "127.0.0.1:6001", Optional.empty());
    Golden.check("relay-recovered", session.goOn());
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void showsWhatFindsTheRelayBusy(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.datapath.overtaxRelay(1234);
    Golden.check("relay-busy", session.arrive(4321).advance(800_000_000));
  }

  /** In 40 columns, too, there is something of it to see. */
  @ParameterizedTest
  @CsvSource({"40,10", "80,24", "120,40"})
  void showsWhatGoesWrongInTwoWays(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.datapath.failAtTarget("telemetry", "127.0.0.1:6001", Optional.of(RelayError.REFUSED));
    session.goOn();
    session.datapath.killRelay("the heap is full");
    Golden.check("relay-two-ways", session.arrive(100).advance(800_000_000));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysThatTheRelayHasEnded(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.datapath.killRelay("the heap is full");
    Golden.check("relay-ended", session.arrive(100).advance(800_000_000));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void asksForAServiceOfThisHost(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach().arrive(200).type("f");
    Golden.check("relay-typed", session.type("127.0.0.1:6000"));
    for (int i = 0; i < 4; i++) {
      session.press(Key.Kind.TAB);
    }
    Golden.check("relay-keep-refused", session.type("keep"));
    session.press(Key.control('U')).press(Key.Kind.ENTER);
    Golden.check("relay-made", session.arrive(200).advance(800_000_000));
  }
}
