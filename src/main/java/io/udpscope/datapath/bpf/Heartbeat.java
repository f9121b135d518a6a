package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Tells the program that this process is there. When it has not for a while, the program asks the
 * kernel's tables whether the next hops are still the way, and a minute later relies on none of
 * them; and one that would stay behind a killed process lets packets pass.
 */
final class Heartbeat {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ByteBuffer control;
  private final Generations generations;
  private boolean leases;
  private long next = System.nanoTime();

  /**
   * @param control the map {@code control}, mapped
   */
  Heartbeat(ByteBuffer control, Generations generations) {
    this.control = control;
    this.generations = generations;
  }

  /** From now on the rules hold only as long as it beats. */
  void leaseRules() {
    leases = true;
    next = System.nanoTime();
    beat();
  }

  /** The next hops are as the kernel has told. Each second is often enough; more costs nothing. */
  void beat() {
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + EVERY_NANOS;
      LONG.setRelease(control, ControlLayout.HOPS_GOOD_UNTIL_NS, now + GOOD_NANOS);
      if (leases) {
        generations.lease(now + GOOD_NANOS);
      }
    }
  }
}
