package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A packet socket, held by socat(1): what the kernel gets of an interface behind native XDP. */
final class Sniffer implements AutoCloseable {
  private static final int FRAME_BYTES = 65536;

  private final Process socat;
  private final StringBuilder heard = new StringBuilder();
  private final byte[] buffer = new byte[FRAME_BYTES];

  private Sniffer(Process socat) {
    this.socat = socat;
  }

  /** Returns when the socket is open. */
  static Sniffer on(NetworkNamespace network, String interfaceName) {
    try {
      Process socat =
          network.start(
              new ProcessBuilder("socat", "-u", "INTERFACE:" + interfaceName, "STDOUT")
                  .redirectError(ProcessBuilder.Redirect.INHERIT));
      Eventually.ask(
          () -> network.exec("cat", "/proc/net/packet"), lines -> lines.lines().count() > 1);
      return new Sniffer(socat);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All frames so far, one behind the other, a character a byte. */
  String heard() {
    try {
      while (socat.getInputStream().available() > 0) {
        int length = socat.getInputStream().read(buffer);
        heard.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      }
      return heard.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hears(String payload) {
    return Eventually.ask(this::heard, all -> all.contains(payload)).contains(payload);
  }

  @Override
  public void close() {
    socat.destroy();
  }
}
