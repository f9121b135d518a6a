package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two sets of rules that must never mix change places a thousand times under a flood. One gives the
 * packets port 6001 and sends them to the first target, the other gives them 6002 and sends them to
 * the second. A packet that took its port from one and its target from the other would arrive at a
 * port where it does not belong.
 */
@Tag("bpf")
class AtomicChangeTest {
  private static final int PORT = 5005;
  private static final int FIRST_PORT = 6001;
  private static final int SECOND_PORT = 6002;
  private static final int CHANGES = 1000;

  /** The rules bear the same name: even the counters are shared. */
  private static Rule rule(String target, int port) {
    Target to = Target.of(IpAddress.parse(target), 0); // the packet's port, after translation
    return new Rule(
        "swapped",
        Match.ports(new PortRange(PORT, PORT)),
        Action.DROP,
        OptionalInt.of(port),
        Optional.of(Forward.to(List.of(to))));
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void everyPacketObeysOneSet(HookChoice hook) throws InterruptedException {
    Rule first = rule(Crossroads.ONE, FIRST_PORT);
    Rule second = rule(Crossroads.TWO, SECOND_PORT);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    try (Crossroads roads = Crossroads.build();
        Session session = Session.attach(roads.here, hook, "h0");
        Inbox one = Inbox.open(roads.one, Crossroads.ONE, FIRST_PORT);
        Inbox oneMixed = Inbox.open(roads.one, Crossroads.ONE, SECOND_PORT);
        Inbox two = Inbox.open(roads.two, Crossroads.TWO, SECOND_PORT);
        Inbox twoMixed = Inbox.open(roads.two, Crossroads.TWO, FIRST_PORT)) {
      session.applied(second);
      session.applied(first); // now the ways to both are known
      LongSupplier arrived =
          () -> one.arrived() + two.arrived() + oneMixed.arrived() + twoMixed.arrived();
      Thread flood = new Thread(() -> floodUntil(done, sent, roads, arrived), "flood");
      flood.start();
      for (int change = 1; change <= CHANGES; change++) {
        session.apply(change % 2 == 0 ? first : second);
        long enough = arrived.getAsLong() + 3;
        Eventually.ask(arrived::getAsLong, now -> now >= enough);
      }
      done.set(true);
      flood.join();
      long all = sent.get();

      assertThat(Eventually.becomes(all, arrived::getAsLong)).isEqualTo(all);
      assertThat(oneMixed.arrived()).isZero();
      assertThat(twoMixed.arrived()).isZero();
      assertThat(one.arrived()).isGreaterThan(CHANGES);
      assertThat(two.arrived()).isGreaterThan(CHANGES);
      RuleCounters counters = session.counters(first);
      assertThat(counters.forwarded()).isEqualTo(all);
      assertThat(counters.failures()).isZero();
      assertThat(UdpErrors.of(roads.one) + UdpErrors.of(roads.two)).isZero();
    }
  }

  private static void floodUntil(
      AtomicBoolean done, AtomicInteger sent, Crossroads roads, LongSupplier arrived) {
    while (!done.get()) {
      int before = sent.get();
      sent.addAndGet(
          Flood.send(
              roads.client, 4, Crossroads.HERE, PORT, 500, () -> arrived.getAsLong() - before));
    }
  }
}
