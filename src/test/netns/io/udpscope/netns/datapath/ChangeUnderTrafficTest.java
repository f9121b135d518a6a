package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules change while datagrams arrive: what a record says of its packet is what became of it. */
@Tag("bpf")
class ChangeUnderTrafficTest {
  private static final int CHANGES = 100;
  private static final int PACKETS_PER_CHANGE = 50;

  /** Few enough that no receiver's buffer overflows while the rules are written. */
  private static final int UNDER_WAY = 100;

  private static final Rule FIRST =
      new Rule("first", Match.ports(new PortRange(5005, 5005)), Action.PASS);
  private static final Rule SECOND =
      new Rule("second", Match.ports(new PortRange(5006, 5006)), Action.PASS);

  /** What the records say. */
  private static final class Tally {
    private final List<String> faults = new ArrayList<>();
    private long passed;
    private long dropped;

    long packets() {
      return passed + dropped;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void whatIsRecordedIsWhatHappened(HookChoice hook) throws InterruptedException {
    Tally tally = new Tally();
    Semaphore room = new Semaphore(UNDER_WAY);
    AtomicLong sent = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0");
        UdpReceiver first = UdpReceiver.listen(wire.here, Wire.HERE, 5005);
        UdpReceiver second = UdpReceiver.listen(wire.here, Wire.HERE, 5006);
        UdpSender sender = UdpSender.in(wire.there)) {
      session.apply(FIRST, SECOND);
      Thread sending = new Thread(() -> sendBoth(sender, room, sent, done), "sender");
      sending.start();
      for (int change = 0; change < CHANGES; change++) {
        // One passes and the other is dropped, in turns, and the order changes, too.
        if (change % 2 == 0) {
          session.apply(SECOND.withAction(Action.DROP), FIRST);
        } else {
          session.apply(FIRST.withAction(Action.DROP), SECOND);
        }
        long enough = tally.packets() + PACKETS_PER_CHANGE;
        Eventually.ask(() -> readInto(tally, session, room), packets -> packets >= enough);
        first.received();
        second.received();
      }
      done.set(true);
      room.release(UNDER_WAY);
      sending.join();
      Eventually.becomes(sent.get(), () -> readInto(tally, session, room));

      assertThat(tally.faults).isEmpty();
      assertThat(tally.packets()).isEqualTo(sent.get());
      assertThat(tally.dropped).isGreaterThan(CHANGES);
      assertThat(tally.passed).isGreaterThan(CHANGES);
      assertThat(session.counters(FIRST).dropped() + session.counters(SECOND).dropped())
          .isEqualTo(tally.dropped);
      assertThat(
              Eventually.becomes(
                  tally.passed, () -> (long) first.received().size() + second.received().size()))
          .isEqualTo(tally.passed);
    }
  }

  private static void sendBoth(
      UdpSender sender, Semaphore room, AtomicLong sent, AtomicBoolean done) {
    while (!done.get()) {
      room.acquireUninterruptibly();
      sender.send(Wire.HERE, sent.getAndIncrement() % 2 == 0 ? 5005 : 5006, "datagram");
    }
  }

  /** Looks at the records since the last call, and makes room for as many packets. */
  private static long readInto(Tally tally, Session session, Semaphore room) {
    long before = tally.packets();
    session.read(
        packet -> {
          String rule = session.ruleName(packet.ruleSlot());
          if (!rule.equals(packet.destinationPort() == 5005 ? "first" : "second")) {
            tally.faults.add("port " + packet.destinationPort() + " decided by " + rule);
          }
          if (packet.verdict() == Verdict.DROPPED) {
            tally.dropped++;
          } else {
            tally.passed++;
          }
        });
    room.release((int) (tally.packets() - before));
    return tally.packets();
  }
}
