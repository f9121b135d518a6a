package io.udpscope.datapath.file;

import io.udpscope.capture.file.FilePackets;
import io.udpscope.capture.file.Kind;
import io.udpscope.capture.file.Times;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Reading;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.TimeSpread;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packets out of a file, in the place of those that arrive. They are handed over as fast as they
 * are asked for; their times are their own, nanoseconds since 1970. Rules are those that the file
 * names, and only their names are known: none is in force, and none can be put in force.
 */
public final class FileDatapath implements Datapath {
  /** Packets of all kinds that are looked at in one call: some milliseconds. */
  private static final int MOST_AT_ONCE = 16_384;

  private final FilePackets packets;
  private final String name;
  private final Object bell = new Object();
  private final List<DatapathEvent> events = new ArrayList<>();
  private int toldUnread;
  private Optional<TimeSpread> spread = Optional.empty();
  private long spreadOf;
  private boolean toldEnding;
  private boolean toldRefusal;
  private boolean woken;

  /**
   * @param packets closed by whoever opened them
   * @param name of the file, for people
   */
  public FileDatapath(FilePackets packets, String name) {
    this.packets = packets;
    this.name = name;
  }

  /** It is attached nowhere. */
  @Override
  public List<Attachment> attachments() {
    return List.of();
  }

  @Override
  public Optional<String> interfaceName(int ifindex) {
    return Optional.of(packets.interfaceName(ifindex));
  }

  @Override
  public Optional<Reading> reading() {
    return Optional.of(
        new Reading(packets.percent(), packets.isEnded(), packets.packets(), spread()));
  }

  /** Made anew when there is more. */
  private Optional<TimeSpread> spread() {
    if (spreadOf != packets.packets(Kind.UDP)) {
      spreadOf = packets.packets(Kind.UDP);
      Times times = packets.times();
      spread =
          Optional.of(
              new TimeSpread(
                  times.first(),
                  times.last(),
                  times.start(),
                  times.stretchNanos(),
                  times.packets()));
    }
    return spread;
  }

  @Override
  public Optional<String> ruleName(int slot) {
    return Optional.of(packets.ruleName(slot));
  }

  /** Bytes are told of datagrams alone. */
  @Override
  public Ledger ledger(Tap tap) {
    return new Ledger(
        0,
        packets.udp(),
        Traffic.NONE,
        count(Kind.FRAGMENT),
        count(Kind.MALFORMED),
        count(Kind.OTHER),
        Traffic.NONE,
        tap.counters());
  }

  private Traffic count(Kind kind) {
    return new Traffic(packets.packets(kind), 0);
  }

  /** All of them share the file: a packet goes to the one that asks for it. */
  @Override
  public Tap openTap(TapOptions options) {
    return new FileTap();
  }

  private final class FileTap implements Tap {
    private long read;

    @Override
    public int read(PacketConsumer consumer, int limit) {
      int taken = 0;
      for (int i = 0; i < MOST_AT_ONCE && taken < limit && packets.next(); i++) {
        if (packets.kind() == Kind.UDP) {
          ByteBuffer record = packets.record();
          int captured = record.getShort(PacketRecord.CAPTURED) & 0xffff;
          consumer.accept(record, 0, PacketRecord.size(captured));
          taken++;
        }
      }
      read += taken;
      return taken;
    }

    @Override
    public TapCounters counters() {
      return new TapCounters(read, packets.lost(), read);
    }

    @Override
    public void close() {
      // There is nothing of its own.
    }
  }

  /** What the file turned out not to say, as it was read. */
  @Override
  public List<DatapathEvent> events() {
    List<String> unread = packets.unread();
    for (; toldUnread < unread.size(); toldUnread++) {
      damaged(unread.get(toldUnread));
    }
    if (packets.ending().isPresent() && !toldEnding) {
      toldEnding = true;
      damaged(packets.ending().get() + "; what came before is good");
    }
    if (packets.refusal().isPresent() && !toldRefusal) {
      toldRefusal = true;
      String why = packets.refusal().get() + "; of its packets the newest are kept, in memory";
      events.add(new DatapathEvent.FileNotKept(name + " cannot be kept unpacked: " + why));
    }
    List<DatapathEvent> happened = List.copyOf(events);
    events.clear();
    return happened;
  }

  private void damaged(String reason) {
    events.add(new DatapathEvent.FileDamaged(name + ": " + reason));
  }

  /** As long as there is more to read, nobody waits. */
  @Override
  public void await(long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    synchronized (bell) {
      long left = timeoutNanos;
      while (packets.isEnded() && !woken && left > 0) {
        try {
          bell.wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
        left = deadline - System.nanoTime();
      }
      woken = false;
    }
  }

  @Override
  public void wake() {
    synchronized (bell) {
      woken = true;
      bell.notifyAll();
    }
  }

  @Override
  public void close() {
    // The file is closed by whoever opened it.
  }

  // What only traffic has

  @Override
  public long apply(List<Rule> rules) {
    throw new DatapathException(name + " is a file: there is nothing to change");
  }

  @Override
  public long apply(List<Rule> rules, Duration confirmWithin) {
    return apply(rules);
  }

  @Override
  public void confirm() {
    // Nothing waits for it.
  }

  @Override
  public Optional<Unconfirmed> unconfirmed() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<TargetState>> targets() {
    return Map.of();
  }

  @Override
  public NextHop lookUp(Target target) {
    return NextHop.UNKNOWN;
  }

  @Override
  public List<IpAddress> neighbours() {
    return List.of();
  }

  @Override
  public Optional<RelayState> relay() {
    return Optional.empty();
  }

  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public Map<String, RuleCounters> ruleCounters() {
    return Map.of();
  }
}
