package io.udpscope.capture;

import io.udpscope.model.Hook;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The option {@code epb_verdict} of pcapng (draft-ietf-opsawg-pcapng, 4.3): an octet that says
 * whose verdict it is, then what the program returned to the kernel, 64 bits in the file's byte
 * order.
 */
final class PcapngVerdict {
  private static final byte LINUX_EBPF_TC = 1;
  private static final byte LINUX_EBPF_XDP = 2;

  /** {@code enum xdp_action} of linux/bpf.h. */
  private static final long XDP_DROP = 1;

  private static final long XDP_PASS = 2;

  /** Or XDP_TX where it leaves by the interface that it came in by: a record does not tell. */
  private static final long XDP_REDIRECT = 4;

  /**
   * {@code TC_ACT_…} of linux/pkt_cls.h; unspecified lets other filters decide, and then passes.
   */
  private static final long TC_ACT_UNSPEC = -1;

  private static final long TC_ACT_SHOT = 2;
  private static final long TC_ACT_REDIRECT = 7;

  private PcapngVerdict() {}

  static byte[] of(Verdict verdict, Hook hook) {
    boolean tc = hook == Hook.TC;
    long code =
        switch (verdict) {
          case PASSED, TRANSLATED, COPIED -> tc ? TC_ACT_UNSPEC : XDP_PASS;
          case DROPPED, RELAYED -> tc ? TC_ACT_SHOT : XDP_DROP;
          case UNKNOWN -> throw new IllegalArgumentException("nobody says what was done");
          case FORWARDED -> tc ? TC_ACT_REDIRECT : XDP_REDIRECT;
        };
    return ByteBuffer.allocate(1 + Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .put(tc ? LINUX_EBPF_TC : LINUX_EBPF_XDP)
        .putLong(code)
        .array();
  }
}
