package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.TapLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** By this a ring's reader, before it sleeps, asks the program to wake it at the next record. */
final class WakeFlag {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer control;
  private final int at;

  /**
   * @param control the map {@code control}, mapped
   * @param tap whose ring it is
   */
  WakeFlag(ByteBuffer control, int tap) {
    this.control = control;
    this.at = ControlLayout.tap(tap) + TapLayout.ARMED;
  }

  /**
   * The full fence stands between this store and the caller's next look at the ring, as
   * bpf_ringbuf_commit()'s xchg of the length stands between the program's record and its look at
   * {@code armed} (capture.h, ring_doorbell): one of the two sees the other.
   */
  void arm() {
    INT.setRelease(control, at, 1);
    VarHandle.fullFence();
  }

  void disarm() {
    INT.setRelease(control, at, 0);
  }
}
