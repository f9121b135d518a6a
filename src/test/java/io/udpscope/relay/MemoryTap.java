package io.udpscope.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Doorbell;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A ring of the test's own records. What was released is written over at once, as the program may
 * do.
 */
final class MemoryTap implements RelayTap, AutoCloseable {
  private final ConcurrentLinkedQueue<ByteBuffer> records = new ConcurrentLinkedQueue<>();
  private final List<ByteBuffer> handedOver = new ArrayList<>();
  private final Doorbell doorbell = Doorbell.open().orElseThrow();
  private final Map<Long, RelayForward> forwards = new ConcurrentHashMap<>();
  private final Set<SocketAddress> claimed = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
  private final Map<Integer, Long> bytes = new ConcurrentHashMap<>();
  private final Map<Integer, Long> answers = new ConcurrentHashMap<>();
  private final Map<String, Long> errors = new ConcurrentHashMap<>();
  private volatile int roomForClaims = Integer.MAX_VALUE;
  private volatile boolean armed;
  private volatile long version = 1;
  private volatile long goodUntil;
  private volatile Error failure;
  private volatile String causeOfDeath = "";

  /** The forward of a rule in generation 1. */
  void put(int ruleSlot, RelayForward forward) {
    put(1, ruleSlot, forward);
  }

  void put(int generation, int ruleSlot, RelayForward forward) {
    forwards.put(key(generation, ruleSlot), forward);
    version++;
  }

  void remove(int generation, int ruleSlot) {
    forwards.remove(key(generation, ruleSlot));
    version++;
  }

  private static long key(int generation, int ruleSlot) {
    return (long) generation << 32 | ruleSlot;
  }

  void add(Relayed... datagrams) {
    for (Relayed datagram : datagrams) {
      records.add(datagram.record());
    }
    if (armed) {
      armed = false;
      doorbell.ring();
    }
  }

  /** Makes the next {@link #take} throw. */
  void fail(Error with) {
    failure = with;
    doorbell.ring();
  }

  /** Empty while the relay lives. */
  String causeOfDeath() {
    return causeOfDeath;
  }

  void allowClaims(int most) {
    roomForClaims = most;
  }

  long goodUntil() {
    return goodUntil;
  }

  boolean isArmed() {
    return armed;
  }

  Set<SocketAddress> claimed() {
    return Set.copyOf(claimed);
  }

  long sent(int targetSlot) {
    return sent.getOrDefault(targetSlot, 0L);
  }

  long bytesSent(int targetSlot) {
    return bytes.getOrDefault(targetSlot, 0L);
  }

  long answers(int targetSlot) {
    return answers.getOrDefault(targetSlot, 0L);
  }

  long errors(int targetSlot, RelayError reason) {
    return errors.getOrDefault(targetSlot + " " + reason, 0L);
  }

  /** All of them: target and reason, and how often. */
  Map<String, Long> errors() {
    return Map.copyOf(errors);
  }

  @Override
  public int take(Consumer consumer, int limit) {
    if (failure != null) {
      throw failure;
    }
    int count = 0;
    for (ByteBuffer record; count < limit && (record = records.poll()) != null; count++) {
      handedOver.add(record);
      consumer.accept(NativeMemory.address(record));
    }
    return count;
  }

  @Override
  public void release() {
    for (ByteBuffer record : handedOver) {
      record.put(
          RelayedRecord.PAYLOAD,
          "released".repeat(record.capacity() / 8).getBytes(UTF_8),
          0,
          record.capacity() - RelayedRecord.PAYLOAD);
    }
    handedOver.clear();
  }

  @Override
  public boolean hasRecords() {
    return !records.isEmpty();
  }

  @Override
  public int fd() {
    return doorbell.fd();
  }

  @Override
  public void arm() {
    armed = true;
  }

  @Override
  public void disarm() {
    armed = false;
    doorbell.answer();
  }

  @Override
  public void beat(long untilNanos) {
    goodUntil = untilNanos;
  }

  @Override
  public Optional<RelayForward> forward(int generation, int ruleSlot) {
    return Optional.ofNullable(forwards.get(key(generation, ruleSlot)));
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean hasTarget(int targetSlot) {
    return forwards.values().stream()
        .flatMap(forward -> forward.targets().stream())
        .anyMatch(target -> target.slot() == targetSlot);
  }

  @Override
  public boolean claim(IpAddress address, int port) {
    return claimed.size() < roomForClaims && claimed.add(new SocketAddress(address, port));
  }

  @Override
  public void disclaim(IpAddress address, int port) {
    claimed.remove(new SocketAddress(address, port));
  }

  @Override
  public void countSent(int targetSlot, long packets, long payloadBytes) {
    sent.merge(targetSlot, packets, Long::sum);
    bytes.merge(targetSlot, payloadBytes, Long::sum);
  }

  @Override
  public void countAnswers(int targetSlot, long packets) {
    answers.merge(targetSlot, packets, Long::sum);
  }

  @Override
  public void countErrors(int targetSlot, RelayError reason, long count) {
    errors.merge(targetSlot + " " + reason, count, Long::sum);
  }

  @Override
  public void die(String reason) {
    beat(0);
    causeOfDeath = reason;
  }

  @Override
  public void close() {
    doorbell.close();
  }
}
