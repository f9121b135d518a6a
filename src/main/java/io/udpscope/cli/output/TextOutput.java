package io.udpscope.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Packets as text: a {@link PacketFormat} into a buffer, the buffer out in large writes. */
final class TextOutput implements PacketOutput {
  private static final int DRAIN_AT = 32 << 10;

  private final PacketFormat format;
  private final OutputStream out;
  private final ByteText text = new ByteText();

  TextOutput(PacketFormat format, OutputStream out) {
    this.format = format;
    this.out = out;
  }

  @Override
  public void accept(CapturedPacket packet) throws IOException {
    format.append(text, packet);
    if (text.length() >= DRAIN_AT) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (text.length() > 0) {
      text.drainTo(out);
      out.flush();
    }
  }

  @Override
  public void finish(long epochNanos, long lost) throws IOException {
    flush();
  }
}
