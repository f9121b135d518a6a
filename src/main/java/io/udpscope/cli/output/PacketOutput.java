package io.udpscope.cli.output;

import java.io.IOException;

/** Where {@code test} puts packets. Used by one thread. */
public interface PacketOutput {
  void accept(CapturedPacket packet) throws IOException;

  /** Hands on what is gathered. Called when no packet waits, and at the end. */
  void flush() throws IOException;

  /**
   * The capture is over: what is gathered goes out, with an account of it where there is one.
   *
   * @param lost packets that found no room in the ring
   */
  void finish(long epochNanos, long lost) throws IOException;
}
