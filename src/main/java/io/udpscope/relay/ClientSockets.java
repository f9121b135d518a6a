package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.RelayedRecord;
import io.udpscope.model.Source;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The flows of clients whose answers go back, each with a socket of its own. There are only so
 * many; then the one that was silent for longest makes room.
 */
final class ClientSockets implements AutoCloseable {
  static final int MOST = 16_384;

  /** Descriptors that are left for the rest of the session, if there are twice as many. */
  private static final int OTHERS = 2_048;

  private static final int BUCKETS = 2 * MOST;

  private final RelayTap tap;
  private final ReadySockets ready;
  private final ByteBuffer flows = NativeMemory.allocate(MOST * RelayedRecord.PAYLOAD);
  private final long flowsAddress = NativeMemory.address(flows);
  private final ClientSocket[] buckets = new ClientSocket[BUCKETS];
  private final ClientSocket[] byIndex = new ClientSocket[MOST];
  private final int[] free = new int[MOST];
  private int freeCount = most();
  private ClientSocket oldest;
  private ClientSocket newest;
  private long now;

  ClientSockets(RelayTap tap, ReadySockets ready) {
    this.tap = tap;
    this.ready = ready;
    for (int i = 0; i < MOST; i++) {
      free[i] = MOST - 1 - i;
    }
  }

  private static int most() {
    long limit = Libc.limit(Libc.RLIMIT_NOFILE);
    return limit < 0 ? MOST : (int) Math.min(MOST, limit - Math.min(OTHERS, limit / 2));
  }

  ClientWay way(RelayTarget target, Source source, int idleSeconds) {
    return new ClientWay(this, target, source, TimeUnit.SECONDS.toNanos(idleSeconds));
  }

  /** The time of what comes next. */
  void setTime(long nanos) {
    now = nanos;
  }

  boolean isEmpty() {
    return newest == null;
  }

  ClientSocket at(int index) {
    return byIndex[index];
  }

  /** The one for the flow of a record. */
  ClientSocket of(ClientWay way, long record) {
    int bucket = bucket(record, way.targetSlot());
    for (ClientSocket socket = buckets[bucket]; socket != null; socket = socket.inBucket) {
      if (isOf(socket, way, record)) {
        touch(socket);
        return socket;
      }
    }
    return begin(way, record, bucket);
  }

  private static boolean isOf(ClientSocket socket, ClientWay way, long record) {
    long flow = socket.flow();
    return socket.target().slot() == way.targetSlot()
        && same(flow, record, RelayedRecord.SOURCE)
        && same(flow, record, RelayedRecord.SOURCE + 8)
        && same(flow, record, RelayedRecord.DESTINATION)
        && same(flow, record, RelayedRecord.DESTINATION + 8)
        && RecordFields.sourcePort(flow) == RecordFields.sourcePort(record)
        && RecordFields.destinationPort(flow) == RecordFields.destinationPort(record)
        && RecordFields.port(flow) == RecordFields.port(record)
        && RecordFields.isIpv6(flow) == RecordFields.isIpv6(record)
        && socket.isFor(way);
  }

  private static boolean same(long flow, long record, int field) {
    return NativeMemory.getLong(flow + field) == NativeMemory.getLong(record + field);
  }

  private static int bucket(long record, int targetSlot) {
    long hash = targetSlot;
    for (int field = RelayedRecord.SOURCE; field < RelayedRecord.PAYLOAD; field += Long.BYTES) {
      hash = hash * 31 + NativeMemory.getLong(record + field);
    }
    hash = hash * 31 + ((long) RecordFields.sourcePort(record) << 16);
    hash = (hash + RecordFields.destinationPort(record)) * 0x9e3779b97f4a7c15L;
    return (int) (hash >>> 33) & BUCKETS - 1;
  }

  private ClientSocket begin(ClientWay way, long record, int bucket) {
    if (freeCount == 0) {
      end(oldest);
    }
    int index = free[--freeCount];
    long flow = flowsAddress + (long) index * RelayedRecord.PAYLOAD;
    for (int at = 0; at < RelayedRecord.PAYLOAD; at += Long.BYTES) {
      NativeMemory.putLong(flow + at, NativeMemory.getLong(record + at));
    }
    NativeMemory.putShort(flow + RelayedRecord.TARGET_SLOT, (short) way.targetSlot());
    ClientSocket socket = new ClientSocket(tap, way, index, flow, ready);
    byIndex[index] = socket;
    socket.inBucket = buckets[bucket];
    buckets[bucket] = socket;
    append(socket);
    return socket;
  }

  /** A datagram of it was seen. */
  void touch(ClientSocket socket) {
    if (socket != newest) {
      unlink(socket);
      append(socket);
    } else {
      socket.touch(now);
    }
  }

  private void append(ClientSocket socket) {
    socket.touch(now);
    socket.older = newest;
    socket.newer = null;
    if (newest == null) {
      oldest = socket;
    } else {
      newest.newer = socket;
    }
    newest = socket;
  }

  private void unlink(ClientSocket socket) {
    if (socket.older == null) {
      oldest = socket.newer;
    } else {
      socket.older.newer = socket.newer;
    }
    if (socket.newer == null) {
      newest = socket.older;
    } else {
      socket.newer.older = socket.older;
    }
  }

  private void end(ClientSocket socket) {
    socket.close();
    unlink(socket);
    removeFromBucket(socket);
    byIndex[socket.index()] = null;
    free[freeCount++] = socket.index();
  }

  private void removeFromBucket(ClientSocket socket) {
    int bucket = bucket(socket.flow(), socket.target().slot());
    if (buckets[bucket] == socket) {
      buckets[bucket] = socket.inBucket;
      return;
    }
    ClientSocket before = buckets[bucket];
    while (before.inBucket != socket) {
      before = before.inBucket;
    }
    before.inBucket = socket.inBucket;
  }

  /** Closes those of which no datagram was seen for as long as their rule says. */
  void closeIdle() {
    for (ClientSocket socket = oldest; socket != null; ) {
      ClientSocket following = socket.newer;
      if (socket.isIdle(now)) {
        end(socket);
      }
      socket = following;
    }
  }

  /** Closes those whose target no rule has any more. */
  void closeUnused() {
    for (ClientSocket socket = oldest; socket != null; ) {
      ClientSocket following = socket.newer;
      if (!tap.hasTarget(socket.target().slot())) {
        end(socket);
      }
      socket = following;
    }
  }

  @Override
  public void close() {
    while (oldest != null) {
      end(oldest);
    }
  }
}
