package io.udpscope.bench;

import java.io.BufferedReader;
import java.io.IOException;

/**
 * UDP frames from 64 addresses, as src/bench/native/flood.c sends them.
 *
 * @param interfaceName what they are sent out of
 * @param mac whom they are for on that link
 * @param ports so many from {@code port} on, a power of two
 * @param sourcePorts a power of two; with 64 of them each address has one
 */
record Frames(
    String interfaceName,
    String mac,
    String address,
    int port,
    int ports,
    int sourcePorts,
    int payloadBytes) {
  /** As a rate: as many as can be. */
  static final long MOST = 0;

  /**
   * @param rate frames a second, or {@link #MOST}
   */
  ProcessBuilder sender(long rate, double seconds) {
    return new ProcessBuilder(
            NativeTool.file("flood"),
            NativeTool.file("flood.bpf.o"),
            interfaceName,
            mac,
            address,
            Integer.toString(port),
            Integer.toString(ports),
            Integer.toString(sourcePorts),
            Integer.toString(payloadBytes),
            Long.toString(rate),
            Double.toString(seconds))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** What a sender says at its end. */
  record Offered(long frames, double seconds) {
    static Offered by(Process sender) throws IOException {
      try (BufferedReader lines = sender.inputReader()) {
        String[] words = String.valueOf(lines.readLine()).split(" ");
        return new Offered(Long.parseLong(words[1]), Double.parseDouble(words[3]));
      }
    }

    double perSecond() {
      return frames / seconds;
    }
  }
}
