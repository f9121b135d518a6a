package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
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
  private final ReadySockets ready;
  private final RawSockets rawSockets = new RawSockets();
  private final TargetSockets targetSockets;
  private final ClientSockets clientSockets;
  private final AnswerReader answers;
  private final Routes routes;
  private final RelayTap.Consumer consumer = this::accept;
  private long version;
  private long staleBefore;

  Dispatcher(RelayTap tap, ReadySockets ready) {
    this.tap = tap;
    this.ready = ready;
    this.sender = new Sender(tap);
    this.targetSockets = new TargetSockets(tap);
    this.clientSockets = new ClientSockets(tap, ready);
    this.answers = new AnswerReader(tap, sender, ready, clientSockets, rawSockets);
    this.routes = new Routes(tap, targetSockets, clientSockets, rawSockets);
    this.version = tap.version();
  }

  /**
   * One round.
   *
   * @param now {@link System#nanoTime}, with which records are stamped, too
   */
  Load dispatch(long now) {
    staleBefore = now - STALE_NANOS;
    clientSockets.setTime(now);
    followRules();
    int records = tap.take(consumer, RECORDS);
    sender.sendAll(outbox);
    tap.release();
    Load load = records == 0 ? Load.NONE : records < RECORDS ? Load.SOME : Load.FULL;
    return load.or(answers.read());
  }

  private void followRules() {
    long current = tap.version();
    if (current != version) {
      version = current;
      routes.forget();
      targetSockets.forget();
      clientSockets.closeUnused();
    }
  }

  private void accept(long record) {
    int target = RecordFields.targetSlot(record);
    Route route = routes.of(RecordFields.generation(record), RecordFields.ruleSlot(record));
    if (route == null || RecordFields.time(record) - staleBefore < 0) {
      tap.countErrors(target, RelayError.STALE, 1);
    } else if (route.isToAll()) {
      for (int i = 0; i < route.size(); i++) {
        put(route.way(i), record);
      }
    } else {
      Way way = route.wayTo(target);
      if (way == null) {
        tap.countErrors(target, RelayError.OTHER, 1);
      } else {
        put(way, record);
      }
    }
  }

  private void put(Way way, long record) {
    Outlet outlet = way.outlet(record);
    if (outlet == null) {
      tap.countErrors(way.targetSlot(), RelayError.OTHER_VERSION, 1);
    } else {
      put(outlet, record);
    }
  }

  /** What the kernel has joined on its way in (struct sk_buff's gso_size) is parted again. */
  private void put(Outlet outlet, long record) {
    int length = RecordFields.length(record);
    int segment = RecordFields.segment(record);
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
      sender.sendAll(outbox);
    }
    outbox.add(outlet, record, payload, length);
  }

  /** What has to be done each second. */
  void tend() {
    targetSockets.closeUnused();
    targetSockets.hearErrors(sender);
    clientSockets.closeIdle();
  }

  @Override
  public void close() {
    clientSockets.close();
    targetSockets.close();
    rawSockets.close();
    ready.close();
  }
}
