package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Until when the program gives packets to the relay: {@code control.relay_good_until_ns}. From the
 * relay's thread and the session's.
 */
final class RelayHeartbeat {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long NOBODY = 0;

  private final ByteBuffer control;
  private boolean silent;

  /**
   * @param control the map {@code control}, mapped
   */
  RelayHeartbeat(ByteBuffer control) {
    this.control = control;
  }

  /**
   * @param untilNanos kernel's monotonic clock
   */
  synchronized void beat(long untilNanos) {
    if (!silent) {
      LONG.setRelease(control, ControlLayout.RELAY_GOOD_UNTIL_NS, untilNanos);
    }
  }

  /** There is no relay any more: packets pass, whatever a late {@link #beat} says. */
  synchronized void fallSilent() {
    silent = true;
    LONG.setRelease(control, ControlLayout.RELAY_GOOD_UNTIL_NS, NOBODY);
  }

  /** There is to be another relay; the one before it does not run any more. */
  synchronized void beginAnew() {
    silent = false;
  }

  /** Whether the program relies on the relay at this time. */
  boolean isHeard() {
    return (long) LONG.getAcquire(control, ControlLayout.RELAY_GOOD_UNTIL_NS) >= System.nanoTime();
  }
}
