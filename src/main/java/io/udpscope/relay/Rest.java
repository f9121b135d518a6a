package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Doorbell;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * How the relay's thread rests. While there is traffic it naps so briefly that nobody notices, and
 * nobody wakes it: then datagrams gather that one call sends. Only after naps in vain does it ask
 * to be woken by the next record, so that an idle relay costs nothing and a sparse packet waits for
 * nothing.
 */
final class Rest {
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(800);

  /** Far below what the program trusts the relay without a beat. */
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Two, so that bursts a millisecond apart, as timers send them, wake nobody. */
  private static final int NAPS_IN_VAIN = 2;

  private static final int DOORBELL = 0;
  private static final int RING = 1;
  private static final int ANSWERS = 2;
  private static final int FDS = 3;

  private final RelayTap tap;
  private final Doorbell doorbell;
  private final ByteBuffer fds = NativeMemory.allocate(FDS * Libc.POLLFD_BYTES);
  private final ByteBuffer timeout = NativeMemory.allocate(2 * Long.BYTES);
  private int inVain = NAPS_IN_VAIN;

  /**
   * @param answers readable when there are answers to be read
   */
  Rest(RelayTap tap, Doorbell doorbell, int answers) {
    this.tap = tap;
    this.doorbell = doorbell;
    watch(DOORBELL, doorbell.fd());
    watch(RING, tap.fd());
    watch(ANSWERS, answers);
  }

  private void watch(int index, int fd) {
    fds.putInt(index * Libc.POLLFD_BYTES, fd);
    fds.putShort(index * Libc.POLLFD_BYTES + Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
  }

  /**
   * @param load what the round has found
   */
  void after(Load load) {
    inVain = load == Load.NONE ? inVain + 1 : 0;
    if (inVain >= NAPS_IN_VAIN) {
      sleep();
    } else if (load != Load.FULL) {
      poll(0, NAP_NANOS);
    }
  }

  private void sleep() {
    tap.arm();
    if (!tap.hasRecords()) {
      poll(FDS, SLEEP_NANOS);
    }
    tap.disarm();
  }

  private void poll(int count, long nanos) {
    timeout.putLong(Long.BYTES, nanos);
    Libc.ppoll(NativeMemory.address(fds), count, NativeMemory.address(timeout));
  }
}
