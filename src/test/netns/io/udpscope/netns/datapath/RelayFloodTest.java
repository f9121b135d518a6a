package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datagrams through the program's ring and the relay's sockets to receivers on this host. */
@Tag("bpf")
class RelayFloodTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;
  private static final String LOCAL = "127.0.0.1";
  private static final String LOCAL_6 = "::1";

  private static Rule relay(String target) {
    Forward forward = RelayedRules.to(TARGET_PORT, target).withPath(Path.RELAY);
    return RelayedRules.rule(PORT, Action.DROP, forward);
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
    Rule rule = relay(LOCAL);
    try (Wire wire = Wire.stretch().asFromACard();
        Session session = Session.relay(wire.here, HookChoice.NATIVE, List.of(rule), "h0");
        Inbox inbox = Inbox.open(wire.here, LOCAL, TARGET_PORT)) {
      int sent = Flood.send(wire.there, 8, Wire.HERE, PORT, count, 100_000, inbox::arrived);

      assertThat(sent).isEqualTo(count);
      inbox.expectAll(count);
      expectRelayed(session, rule, count);
    }
  }

  /** Rules that change all the while: each datagram is sent by the rules that it met. */
  @Test
  void targetsComeAndGoMeanwhile() {
    int count = 100_000;
    Rule one = relay(LOCAL);
    Rule other = relay(LOCAL_6);
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
