package io.udpscope.capture.file;

import io.udpscope.model.PacketRecord;
import io.udpscope.model.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The packets of a file, one after the other, and their account: each is counted once, whatever is
 * visited again in between. Rules that the file names have numbers, as a session's do. Used by one
 * thread.
 */
public final class FilePackets implements AutoCloseable {
  /** As {@link #ruleName}: the file does not say which rule decided a packet. */
  static final int NO_RULE = 0xffff;

  /** A file may name as many as it likes. */
  private static final int MAX_RULES = 1024;

  private static final int MAX_NAME = 64;

  private final CaptureFile file;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<String> ruleNames = new ArrayList<>();
  private final List<String> interfaceNames = new ArrayList<>();
  private final long[] packets = new long[Kind.values().length];
  private final PacketRecord record = new PacketRecord();
  private final Times times = new Times();
  private long udpBytes;
  private long lost;
  private long lastNanos;
  private long position;
  private long number;
  private boolean away;
  private boolean ended;
  private Optional<String> ending = Optional.empty();

  /**
   * @param file closed with this
   */
  public FilePackets(CaptureFile file) {
    this.file = file;
  }

  /**
   * Goes to the next packet, and counts it.
   *
   * @return false at the end
   */
  public boolean next() {
    if (ended) {
      return false;
    }
    if (away) {
      comeBack();
    }
    if (!file.next()) {
      ended = true;
      ending = file.ending();
      return false;
    }
    number = file.number();
    position = file.isSeekable() ? file.position() : 0;
    packets[kind().ordinal()]++;
    if (kind() == Kind.UDP) {
      record.wrap(file.record(), 0);
      udpBytes += record.length();
      lost += record.lostBefore();
      lastNanos = record.monotonicNanos();
      times.add(lastNanos);
    }
    return true;
  }

  private void comeBack() {
    away = false;
    if (number > 0) {
      file.seek(position, number);
      file.next();
    }
  }

  /** Goes to a packet that was there before; {@link #next} goes on behind the newest one. */
  void visit(long packetPosition, long packetNumber) {
    away = true;
    file.seek(packetPosition, packetNumber);
  }

  /** After {@link #visit}: that packet, then those behind it; none is counted. */
  boolean nextVisited() {
    return file.next();
  }

  public Kind kind() {
    return file.kind();
  }

  /** The packet, as {@link CaptureFile#record}, with the number of its rule. */
  public ByteBuffer record() {
    ByteBuffer made = file.record();
    made.putShort(PacketRecord.RULE_SLOT, (short) slot(file.rule()));
    return made;
  }

  private int slot(Optional<String> rule) {
    if (rule.isEmpty()) {
      return NO_RULE;
    }
    Integer known = slots.get(rule.get());
    if (known != null) {
      return known;
    }
    if (ruleNames.size() == MAX_RULES) {
      return NO_RULE;
    }
    ruleNames.add(cut(rule.get()));
    slots.put(rule.get(), ruleNames.size() - 1);
    return ruleNames.size() - 1;
  }

  /** The rule that a record's slot stands for; empty where the file names none. */
  public String ruleName(int slot) {
    return slot < ruleNames.size() ? ruleNames.get(slot) : "";
  }

  /** What the file calls an interface, by the index that records bear. */
  public String interfaceName(int ifindex) {
    if (ifindex > interfaceNames.size()) {
      List<FileInterface> known = file.interfaces();
      for (int i = interfaceNames.size(); i < known.size(); i++) {
        interfaceNames.add(cut(known.get(i).name()));
      }
    }
    boolean named = ifindex > 0 && ifindex <= interfaceNames.size();
    return named ? interfaceNames.get(ifindex - 1) : "?";
  }

  private static String cut(String name) {
    int points = name.codePointCount(0, name.length());
    return points > MAX_NAME ? name.substring(0, name.offsetByCodePoints(0, MAX_NAME)) : name;
  }

  /** Packets of a kind so far. */
  public long packets(Kind kind) {
    return packets[kind.ordinal()];
  }

  /** Packets of all kinds so far. */
  public long packets() {
    return Arrays.stream(packets).sum();
  }

  /** Whole datagrams so far; their bytes are those of the frames. */
  public Traffic udp() {
    return new Traffic(packets(Kind.UDP), udpBytes);
  }

  /** Packets that whoever wrote the file has lost, as far as it says. */
  public long lost() {
    return lost;
  }

  /** Of the newest datagram, nanoseconds since 1970. */
  public long lastNanos() {
    return lastNanos;
  }

  /** When the datagrams so far were captured. */
  public Times times() {
    return times;
  }

  long size() {
    return file.size().orElse(0);
  }

  /** How much of it was read, 0 to 100; empty if its size is not known. */
  public OptionalInt percent() {
    if (ended) {
      return OptionalInt.of(100);
    }
    long read = file.isPacked() ? file.bytesRead() : position;
    return size() > 0
        ? OptionalInt.of((int) Math.min(99, 100 * read / size()))
        : OptionalInt.empty();
  }

  /** Where the newest packet is. */
  long position() {
    return position;
  }

  /** Which of all packets of the file the newest one is, from 1. */
  public long number() {
    return number;
  }

  /** After {@link #visit}: which one that packet is. */
  long visitedNumber() {
    return file.number();
  }

  /** Packets can be visited again. */
  public boolean isSeekable() {
    return file.isSeekable();
  }

  /** Why not, or not any more, of a packed file that was opened to be. */
  public Optional<String> refusal() {
    return file.refusal();
  }

  public boolean isEnded() {
    return ended;
  }

  /** Why it ended before the end; empty as long as it did not. */
  public Optional<String> ending() {
    return ending;
  }

  /** Interfaces whose packets are not read, and why. */
  public List<String> unread() {
    return file.interfaces().stream().flatMap(one -> one.unread().stream()).distinct().toList();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
