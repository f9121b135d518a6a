package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayedRecord;
import java.util.concurrent.TimeUnit;

/** Takes datagrams out of the ring, sorts them by the socket that sends them, and sends them. */
final class Dispatcher implements AutoCloseable {
  /** Of one round. The ring gets their room back when all of them are sent. */
  private static final int RECORDS = 512;

  /** Who waited longer does not want them any more. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final RelayTap tap;
  private final Outbox outbox = new Outbox();
  private final Sender sender;
  private final TargetSockets sockets;
  private final Routes routes;
  private long version;
  private long staleBefore;

  Dispatcher(RelayTap tap) {
    this.tap = tap;
    this.sender = new Sender(tap, outbox);
    this.sockets = new TargetSockets(tap);
    this.routes = new Routes(tap, sockets);
    this.version = tap.version();
  }

  /**
   * One round.
   *
   * @param now {@link System#nanoTime}, with which records are stamped, too
   */
  Load dispatch(long now) {
    staleBefore = now - STALE_NANOS;
    followRules();
    int records = tap.take(this::accept, RECORDS);
    flush();
    tap.release();
    return records == 0 ? Load.NONE : records < RECORDS ? Load.SOME : Load.FULL;
  }

  private void followRules() {
    long current = tap.version();
    if (current != version) {
      version = current;
      routes.forget();
      sockets.closeUnused();
    }
  }

  private void accept(long record) {
    int target = NativeMemory.getShort(record + RelayedRecord.TARGET_SLOT) & 0xffff;
    Route route =
        routes.of(
            NativeMemory.getInt(record + RelayedRecord.GENERATION),
            NativeMemory.getShort(record + RelayedRecord.RULE_SLOT) & 0xffff);
    if (route == null || NativeMemory.getLong(record + RelayedRecord.TIME) - staleBefore < 0) {
      tap.countErrors(target, RelayError.STALE, 1);
    } else if (route.isToAll()) {
      for (int i = 0; i < route.size(); i++) {
        put(route.outlet(i), record);
      }
    } else {
      put(route.outletOf(target), record);
    }
  }

  private void put(Outlet outlet, long record) {
    int length = NativeMemory.getShort(record + RelayedRecord.LENGTH) & 0xffff;
    int segment = NativeMemory.getShort(record + RelayedRecord.SEGMENT) & 0xffff;
    long payload = record + RelayedRecord.PAYLOAD;
    if (segment == 0 || length <= segment) {
      put(outlet, record, payload, length);
      return;
    }
    for (int from = 0; from < length; from += segment) {
      put(outlet, record, payload + from, Math.min(segment, length - from));
    }
  }

  private void put(Outlet outlet, long record, long payload, int length) {
    if (outbox.isFull()) {
      flush();
    }
    outbox.add(outlet, record, payload, length);
  }

  private void flush() {
    for (int i = 0; i < outbox.outlets(); i++) {
      sender.send(outbox.outlet(i));
    }
    outbox.clear();
  }

  /** What has to be done each second. */
  void tend() {}

  @Override
  public void close() {
    sockets.close();
  }
}
