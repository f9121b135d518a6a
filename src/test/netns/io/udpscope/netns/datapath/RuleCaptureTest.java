package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Direction;
import io.udpscope.model.Ledger;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.TapCounters;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule says what is captured of its packets: on a wire, in both directions, under traffic. */
@Tag("bpf")
class RuleCaptureTest {
  private static final int COUNT = 1000;
  private static final int PORT = 5005;
  private static final String PAYLOAD = "x".repeat(100);
  private static final Rule RULE =
      new Rule("telemetry", Match.ports(new PortRange(PORT, PORT)), Action.PASS);
  private static final Capture ONE_IN_TEN =
      Capture.DEFAULT.withSample(OptionalInt.of(10)).withSnaplen(OptionalInt.of(60));
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static void assertAddsUp(Ledger ledger) {
    TapCounters tap = ledger.tap();
    assertThat(tap.reserved() + tap.lost() + tap.leftOut())
        .isEqualTo(ledger.matched().packets() + ledger.sent().packets());
  }

  /** Each CPU samples what it sees: where the sender moves, some more or less are taken. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void oneInTenOfWhatArrivesAndOfWhatIsSent(HookChoice hook) {
    try (Wire wire = Wire.stretch();
        Session session = Session.observing(wire.here, hook, "h0");
        UdpSender there = UdpSender.in(wire.there);
        UdpSender here = UdpSender.in(wire.here)) {
      session.apply(RULE.withCapture(ONE_IN_TEN));
      for (int i = 0; i < COUNT; i++) {
        there.send(Wire.HERE, PORT, PAYLOAD);
        here.send(Wire.THERE, PORT, PAYLOAD);
      }
      Ledger ledger =
          Eventually.ask(
              session::ledger,
              one -> one.matched().packets() >= COUNT && one.sent().packets() >= COUNT);

      assertThat(ledger.matched().packets()).isEqualTo(COUNT);
      assertThat(ledger.sent().packets()).isEqualTo(COUNT);
      assertThat(session.counters(RULE).traffic().packets()).isEqualTo(COUNT);
      int[] seen = new int[2];
      session.read(
          packet -> {
            seen[packet.direction() == Direction.OUT ? 1 : 0]++;
            assertThat(packet.captured()).isEqualTo(60);
          });
      assertThat(seen[0]).isBetween(COUNT / 10 - PROCESSORS, COUNT / 10 + PROCESSORS);
      assertThat(seen[1]).isBetween(COUNT / 10 - PROCESSORS, COUNT / 10 + PROCESSORS);
      assertThat(ledger.tap().lost()).isZero();
      assertAddsUp(ledger);
    }
  }

  /** Whatever a packet meets while the rule changes, it is in one of the three. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void changesUnderTraffic(HookChoice hook) throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong sent = new AtomicLong();
    List<Capture> wishes =
        List.of(Capture.OFF, ONE_IN_TEN, Capture.DEFAULT, Capture.OFF, Capture.DEFAULT);
    try (Wire wire = Wire.stretch();
        Session session = Session.observing(wire.here, hook, "h0");
        UdpSender sender = UdpSender.in(wire.there)) {
      session.apply(RULE);
      Thread sending = new Thread(() -> send(sender, sent, done), "sender");
      sending.start();
      for (int change = 0; change < 50; change++) {
        long enough = session.packets(RULE) + 20;
        session.apply(RULE.withCapture(wishes.get(change % wishes.size())));
        Eventually.ask(() -> session.packets(RULE), packets -> packets >= enough);
        session.read(packet -> {});
      }
      done.set(true);
      sending.join();

      Ledger ledger = Eventually.ask(session::ledger, one -> one.matched().packets() >= sent.get());
      assertThat(ledger.matched().packets()).isEqualTo(sent.get());
      assertThat(session.counters(RULE).passed()).isEqualTo(sent.get());
      assertThat(ledger.tap().leftOut()).isPositive();
      assertThat(ledger.tap().reserved()).isPositive();
      assertAddsUp(ledger);
    }
  }

  private static void send(UdpSender sender, AtomicLong sent, AtomicBoolean done) {
    while (!done.get()) {
      sender.send(Wire.HERE, PORT, "datagram");
      sent.incrementAndGet();
    }
  }
}
