package io.udpscope.datapath.bpf;

import io.udpscope.ffi.Doorbell;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the reader of the rings sleeps. While there is traffic it takes naps of a few milliseconds
 * and the program wakes nobody: a wake-up for each packet would halve the rate. Only after a quiet
 * while does it ask to be woken by the next record, so that an idle session costs nothing.
 */
final class Waiting {
  /** Nap between two looks at a ring that has traffic: far below what an eye notices. */
  private static final int NAP_MS = 10;

  /** So long without a record, and the next one has to wake us. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int DOORBELL = 0;
  private static final int LINKS = 1;
  private static final int NEXT_HOPS = 2;
  private static final int FIRST_TAP = 3;

  private final Doorbell doorbell;
  private final int links;
  private final int nextHops;
  private final List<BpfTap> taps;
  private final ByteBuffer fds;
  private long lastTraffic;
  private long recordsAtLastLook;

  /**
   * @param links readable when an interface changed
   * @param nextHops readable when the way to a target may have changed
   * @param taps those that are open; changes as they come and go
   */
  Waiting(Doorbell doorbell, int links, int nextHops, List<BpfTap> taps, int maxTaps) {
    this.doorbell = doorbell;
    this.links = links;
    this.nextHops = nextHops;
    this.taps = taps;
    this.fds = NativeMemory.allocate((FIRST_TAP + maxTaps) * Libc.POLLFD_BYTES);
    this.lastTraffic = System.nanoTime() - QUIET_NANOS;
  }

  /**
   * Returns when there are records, an interface or a next hop changed, the doorbell rang or the
   * time is over.
   *
   * @return whether it was anything but the time
   */
  boolean await(long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    noteTraffic();
    while (true) {
      long now = System.nanoTime();
      long left = deadline - now;
      boolean pending = anyRecords();
      boolean quiet = now - lastTraffic >= QUIET_NANOS;
      if (pending && (quiet || anyFillingUp())) {
        lastTraffic = now;
        poll(FIRST_TAP, 0); // a doorbell that rang meanwhile is answered
        return true;
      }
      boolean woken = quiet ? sleep(left) : poll(FIRST_TAP, Math.min(NAP_MS, milliseconds(left)));
      if (woken || left <= 0 || anyRecords()) {
        return woken || anyRecords();
      }
    }
  }

  /** What was read since the last time counts as traffic. */
  private void noteTraffic() {
    long records = 0;
    for (BpfTap tap : taps) {
      records += tap.records();
    }
    if (records != recordsAtLastLook) {
      recordsAtLastLook = records;
      lastTraffic = System.nanoTime();
    }
  }

  private boolean anyRecords() {
    for (BpfTap tap : taps) {
      if (tap.place().ring().hasRecords()) {
        return true;
      }
    }
    return false;
  }

  /** A ring that has come so far since it was drained may not be let wait for another nap. */
  private boolean anyFillingUp() {
    for (BpfTap tap : taps) {
      if (tap.place().ring().pending() > tap.place().ring().bytes() / 8) {
        return true;
      }
    }
    return false;
  }

  /** Sleeps with the doorbell armed on every tap. */
  private boolean sleep(long nanos) {
    for (BpfTap tap : taps) {
      tap.place().wakeFlag().arm();
    }
    // A record that was committed before the program could see that we sleep.
    boolean woken = anyRecords() || poll(FIRST_TAP + taps.size(), milliseconds(nanos));
    for (BpfTap tap : taps) {
      tap.place().wakeFlag().disarm();
    }
    return woken;
  }

  /** Whether one of the first so many descriptors is readable; answers the doorbell. */
  private boolean poll(int count, int timeoutMs) {
    watch(DOORBELL, doorbell.fd());
    watch(LINKS, links);
    watch(NEXT_HOPS, nextHops);
    for (int i = FIRST_TAP; i < count; i++) {
      watch(i, taps.get(i - FIRST_TAP).place().fd());
    }
    int ready = Libc.poll(fds, count, timeoutMs);
    if (ready > 0 && fds.getShort(DOORBELL * Libc.POLLFD_BYTES + Libc.POLLFD_REVENTS) != 0) {
      doorbell.answer();
    }
    return ready > 0;
  }

  private void watch(int index, int fd) {
    int at = index * Libc.POLLFD_BYTES;
    fds.putInt(at, fd);
    fds.putShort(at + Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
    fds.putShort(at + Libc.POLLFD_REVENTS, (short) 0);
  }

  /** Rounded up, so that a short rest does not become a busy loop. */
  private static int milliseconds(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, (Math.max(0, nanos) + 999_999) / 1_000_000);
  }
}
