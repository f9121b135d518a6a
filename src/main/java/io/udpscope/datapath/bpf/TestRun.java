package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Runs a loaded program on frames of ours, without any interface. */
final class TestRun {
  /** {@code struct bpf_test_run_opts} (bpf/bpf.h). */
  private static final int OPTIONS_BYTES = 80;

  private static final int DATA_IN = 8;
  private static final int DATA_OUT = 16;
  private static final int DATA_IN_BYTES = 24;
  private static final int DATA_OUT_BYTES = 28;
  private static final int CONTEXT_IN = 32;
  private static final int CONTEXT_IN_BYTES = 48;
  private static final int RETURN_VALUE = 56;
  private static final int REPEAT = 60;
  private static final int DURATION = 64;

  /** {@code struct xdp_md} and {@code struct __sk_buff} (linux/bpf.h). */
  private static final int XDP_CONTEXT_BYTES = 24;

  private static final int XDP_DATA_END = 4;
  private static final int XDP_IFINDEX = 12;
  private static final int XDP_QUEUE = 16;
  private static final int SKB_CONTEXT_BYTES = 192;
  private static final int SKB_INGRESS_IFINDEX = 36;
  private static final int SKB_IFINDEX = 40;
  private static final int SKB_DATA_END = 80;

  private TestRun() {}

  static ProgramRun run(EntryPoint entry, int program, byte[] frame, ProgramRun.Setup setup) {
    ByteBuffer in = NativeMemory.of(frame);
    ByteBuffer out = NativeMemory.allocate(frame.length + 256);
    ByteBuffer context = entry == EntryPoint.XDP ? xdp(frame, setup) : skb(setup);
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    options.putLong(DATA_IN, NativeMemory.address(in)).putInt(DATA_IN_BYTES, frame.length);
    options.putLong(DATA_OUT, NativeMemory.address(out)).putInt(DATA_OUT_BYTES, out.capacity());
    if (setup.ifindex() != 0 || setup.linear() != 0) {
      options.putLong(CONTEXT_IN, NativeMemory.address(context));
      options.putInt(CONTEXT_IN_BYTES, context.capacity());
    }
    options.putInt(REPEAT, setup.repeat());
    int error = LibBpf.functions().bpf_prog_test_run_opts(program, NativeMemory.address(options));
    Reference.reachabilityFence(in);
    Reference.reachabilityFence(context);
    if (error < 0) {
      throw new DatapathException("the kernel does not run this frame: " + Errno.text(-error));
    }
    byte[] after = new byte[options.getInt(DATA_OUT_BYTES)];
    out.get(0, after);
    ProgramRun.Decision decision = ProgramRun.Decision.of(entry, options.getInt(RETURN_VALUE));
    return new ProgramRun(decision, after, options.getInt(DURATION));
  }

  private static ByteBuffer xdp(byte[] frame, ProgramRun.Setup setup) {
    return NativeMemory.allocate(XDP_CONTEXT_BYTES)
        .putInt(XDP_DATA_END, setup.linear() > 0 ? setup.linear() : frame.length)
        .putInt(XDP_IFINDEX, setup.ifindex())
        .putInt(XDP_QUEUE, setup.queue());
  }

  /** The kernel takes an interface, and no queue (net/bpf/test_run.c, convert___skb_to_skb). */
  private static ByteBuffer skb(ProgramRun.Setup setup) {
    return NativeMemory.allocate(SKB_CONTEXT_BYTES)
        .putInt(SKB_INGRESS_IFINDEX, setup.ifindex())
        .putInt(SKB_IFINDEX, setup.ifindex())
        .putInt(SKB_DATA_END, setup.linear());
  }
}
