package io.udpscope.netns.datapath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A packet socket, held by socat(1): what the kernel gets of an interface behind native XDP. */
public final class Sniffer implements AutoCloseable {
  private static final int FRAME_BYTES = 65536;
  private static final int IPV4_HEADER = 20;
  private static final int UDP_HEADER = 8;

  /** Columns of /proc/net/packet. */
  private static final int RUNNING = 5;

  private static final int INODE = 8;

  private final Process socat;
  private final StringBuilder heard = new StringBuilder();
  private final byte[] buffer = new byte[FRAME_BYTES];

  private Sniffer(Process socat) {
    this.socat = socat;
  }

  /** Returns when the socket is open. */
  public static Sniffer on(NetworkNamespace network, String interfaceName) {
    try {
      Process socat =
          network.start(
              new ProcessBuilder("socat", "-u", "INTERFACE:" + interfaceName, "STDOUT")
                  .redirectError(ProcessBuilder.Redirect.INHERIT));
      if (!Eventually.becomes(true, () -> isListening(socat.toHandle()))) {
        socat.destroy();
        throw new IllegalStateException("socat does not listen on " + interfaceName);
      }
      return new Sniffer(socat);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a packet socket of that very process gets frames: one that is being opened is listed,
   * too, and so is that of another, which may be about to end.
   */
  private static boolean isListening(ProcessHandle process) {
    Path files = Path.of("/proc", Long.toString(process.pid()));
    try (Stream<String> sockets = Files.lines(files.resolve("net/packet"));
        Stream<Path> open = Files.list(files.resolve("fd"))) {
      Set<String> own = open.map(Sniffer::target).collect(Collectors.toSet());
      return sockets
          .skip(1)
          .map(line -> line.trim().split(" +"))
          .filter(columns -> columns[RUNNING].equals("1"))
          .anyMatch(columns -> own.contains("socket:[" + columns[INODE] + "]"));
    } catch (IOException | UncheckedIOException e) {
      return false; // it is not there yet
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All frames so far, one behind the other, a character a byte. */
  public String heard() {
    try {
      while (socat.getInputStream().available() > 0) {
        int length = socat.getInputStream().read(buffer);
        heard.append(new String(buffer, 0, length, ISO_8859_1));
      }
      return heard.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean hears(String payload) {
    return Eventually.ask(this::heard, all -> all.contains(payload)).contains(payload);
  }

  /**
   * What the IPv4 header of a heard packet says.
   *
   * @param source address
   */
  public record Ipv4(String source, int ttl) {}

  /** Of a packet without IP options that was heard with this payload, unfragmented. */
  public Ipv4 ipv4Of(String payload) {
    if (!hears(payload)) {
      throw new AssertionError("not heard: " + payload);
    }
    int header = heard().indexOf(payload) - UDP_HEADER - IPV4_HEADER;
    byte[] bytes = heard().substring(header, header + IPV4_HEADER).getBytes(ISO_8859_1);
    return new Ipv4(IpAddress.of(Arrays.copyOfRange(bytes, 12, 16)).toString(), bytes[8] & 0xff);
  }

  @Override
  public void close() {
    socat.destroy();
  }
}
