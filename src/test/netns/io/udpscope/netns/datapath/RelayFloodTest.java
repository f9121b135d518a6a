package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams through the program's ring and the relay's sockets to receivers on this host. */
@Tag("bpf")
class RelayFloodTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;
  private static final String LOCAL = "127.0.0.1";
  private static final String LOCAL_6 = "::1";

  private static Rule relay(Strategy strategy, String... targets) {
    List<Target> all =
        Stream.of(targets).map(to -> Target.of(IpAddress.parse(to), TARGET_PORT)).toList();
    Forward forward =
        Forward.to(all).withSource(Source.MASQUERADE).withPath(Path.RELAY).withStrategy(strategy);
    return new Rule("relayed", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  private static void expectAll(Inbox inbox, int count) {
    Eventually.becomes((long) count, inbox::arrived);
    assertThat(inbox.numbers().cardinality()).isEqualTo(count);
    assertThat(inbox.arrived()).isEqualTo(count);
    assertThat(inbox.duplicates()).isZero();
    assertThat(inbox.damaged()).isZero();
  }

  private static void expectRelayed(Session session, Rule rule, int count) {
    RuleCounters counters = session.counters(rule);
    assertThat(counters.relayed()).isEqualTo(count);
    assertThat(counters.failures()).isZero();
    assertThat(session.targets(rule))
        .allSatisfy(
            state -> {
              assertThat(state.relay().sent().packets()).isEqualTo(count);
              assertThat(state.relay().errors()).isEmpty();
            });
  }

  @Test
  void aMillionOfManySizesArriveOnceEach() {
    int count = 1_000_000;
    Rule rule = relay(Strategy.SOURCE_IP, LOCAL);
    try (Wire wire = Wire.stretch().asFromACard();
        Session session = Session.relay(wire.here, HookChoice.NATIVE, List.of(rule), "h0");
        Inbox inbox = Inbox.open(wire.here, LOCAL, TARGET_PORT)) {
      int sent = Flood.send(wire.there, 8, Wire.HERE, PORT, count, 100_000, inbox::arrived);

      assertThat(sent).isEqualTo(count);
      expectAll(inbox, count);
      expectRelayed(session, rule, count);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void eachTargetGetsAllOfThem(HookChoice hook) {
    int count = 20_000;
    Rule rule = relay(Strategy.ALL, LOCAL, LOCAL_6);
    try (Wire wire = Wire.stretch();
        Session session = Session.relay(wire.here, hook, List.of(rule), "h0");
        Inbox inbox = Inbox.open(wire.here, LOCAL, TARGET_PORT);
        Inbox inbox6 = Inbox.open(wire.here, LOCAL_6, TARGET_PORT)) {
      int sent =
          Flood.send(
              wire.there,
              4,
              Wire.HERE_6,
              PORT,
              count,
              () -> Math.min(inbox.arrived(), inbox6.arrived()));

      assertThat(sent).isEqualTo(count);
      expectAll(inbox, count);
      expectAll(inbox6, count);
      expectRelayed(session, rule, count);
    }
  }

  /** Rules that change all the while: each datagram is sent by the rules that it met. */
  @Test
  void targetsComeAndGoMeanwhile() {
    int count = 100_000;
    Rule one = relay(Strategy.SOURCE_IP, LOCAL);
    Rule other = relay(Strategy.SOURCE_IP, LOCAL_6);
    try (Wire wire = Wire.stretch();
        Session session = Session.relay(wire.here, HookChoice.NATIVE, List.of(one), "h0");
        Inbox inbox = Inbox.open(wire.here, LOCAL, TARGET_PORT);
        Inbox inbox6 = Inbox.open(wire.here, LOCAL_6, TARGET_PORT)) {
      long[] changed = {0};
      int sent =
          Flood.send(
              wire.there,
              4,
              Wire.HERE,
              PORT,
              count,
              () -> {
                long arrived = inbox.arrived() + inbox6.arrived();
                if (arrived / 5_000 > changed[0]) {
                  changed[0]++;
                  session.apply(changed[0] % 2 == 0 ? one : other);
                }
                return arrived;
              });

      assertThat(sent).isEqualTo(count);
      Eventually.becomes((long) count, () -> inbox.arrived() + inbox6.arrived());
      assertThat(inbox.numbers().cardinality() + inbox6.numbers().cardinality()).isEqualTo(count);
      assertThat(inbox.arrived()).isPositive();
      assertThat(inbox6.arrived()).isPositive();
      assertThat(inbox.numbers().intersects(inbox6.numbers())).isFalse();
      assertThat(session.counters(one).relayed()).isEqualTo(count);
    }
  }
}
