package io.udpscope.datapath.bpf;

import java.nio.ByteBuffer;

/** Frames for BPF_PROG_TEST_RUN. */
final class Frames {
  static final int HEADERS = 42;

  private Frames() {}

  /** Ethernet, IPv4, UDP from 10.0.0.1:1000 to 10.0.0.2, and so much payload. */
  static byte[] udp(int port, int payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEADERS + payload);
    frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45);
    frame.putShort(16, (short) (28 + payload)).put(22, (byte) 64).put(23, (byte) 17);
    frame.putInt(26, 0x0a000001).putInt(30, 0x0a000002);
    frame.putShort(34, (short) 1000).putShort(36, (short) port);
    frame.putShort(38, (short) (8 + payload));
    for (int i = 0; i < payload; i++) {
      frame.put(HEADERS + i, (byte) i);
    }
    return frame.array();
  }
}
