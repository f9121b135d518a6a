package io.udpscope.netns.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.netns.datapath.Eventually;
import io.udpscope.netns.datapath.RawFrame;
import io.udpscope.packets.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What tcpdump makes of some traffic, and what Wireshark's programs and gzip make of that. */
final class Captures {
  private static final String LAST = "the last one";

  private final Path directory;

  Captures(Path directory) {
    this.directory = directory;
  }

  /**
   * The same traffic, captured on all interfaces with both cooked headers, on loopback, on Ethernet
   * and on one without a link header.
   */
  List<Path> ofTcpdump() throws IOException, InterruptedException {
    try (NetworkNamespace here = NetworkNamespace.create("fileshere");
        NetworkNamespace there = NetworkNamespace.create("filesthere")) {
      NetworkNamespace.linkPair(
          here.end("h0", "10.79.0.1/24", "fd79::1/64"),
          there.end("p0", "10.79.0.2/24", "fd79::2/64"));
      here.exec("ip", "tuntap", "add", "t0", "mode", "tun");
      here.exec("ip", "addr", "add", "10.79.9.1/24", "dev", "t0");
      here.exec("ip", "-6", "addr", "add", "fd99::1/64", "dev", "t0", "nodad");
      here.exec("ip", "link", "set", "t0", "up");
      Process tun = tun(here);
      try {
        List<Capture> captures =
            List.of(
                capture(here, "any2", "any"),
                capture(here, "any1", "any", "-y", "LINUX_SLL"),
                capture(here, "nano", "any", "--nano"),
                capture(here, "lo", "lo"),
                capture(here, "h0", "h0"),
                capture(here, "cut", "h0", "-s", "60"),
                capture(here, "t0", "t0"));
        talk(here, there);
        List<Path> files = new ArrayList<>();
        for (Capture capture : captures) {
          files.add(capture.end());
        }
        return files;
      } finally {
        tun.destroy();
      }
    }
  }

  /** A tun interface carries packets only while somebody holds it. */
  private static Process tun(NetworkNamespace network) throws IOException {
    return network.start(
        new ProcessBuilder("socat", "-u", "TUN,tun-name=t0,iff-up,iff-no-pi", "OPEN:/dev/null"));
  }

  private record Capture(Process tcpdump, Path file) {
    Path end() throws InterruptedException {
      tcpdump.destroy();
      assertThat(tcpdump.waitFor()).isZero();
      return file;
    }
  }

  /** Returns when it listens. */
  private Capture capture(NetworkNamespace network, String name, String on, String... more)
      throws IOException {
    Path file = directory.resolve(name + ".pcap");
    List<String> command = new ArrayList<>(List.of("tcpdump", "-Z", "root", "-U", "-i", on));
    command.addAll(List.of("--immediate-mode", "-w", file.toString()));
    command.addAll(List.of(more));
    Process tcpdump = network.start(new ProcessBuilder(command).redirectErrorStream(true));
    BufferedReader said =
        new BufferedReader(new InputStreamReader(tcpdump.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains("listening on")) {
        return new Capture(tcpdump, file);
      }
    }
    throw new AssertionError("tcpdump does not listen on " + on);
  }

  private void talk(NetworkNamespace here, NetworkNamespace there)
      throws IOException, InterruptedException {
    Path large = Files.write(directory.resolve("large"), new byte[5000]);
    for (int i = 0; i < 5; i++) {
      say(here, "udp4:127.0.0.1:" + (5000 + i), "hello");
      say(here, "udp6:[::1]:" + (5000 + i), "hello");
      say(here, "udp4:10.79.0.2:53", "who is there " + i);
      say(there, "udp4:10.79.0.1:" + (6000 + i), "answers");
      say(here, "udp6:[fd79::2]:5005", "six");
      say(here, "udp4:10.79.9.7:777", "into the tunnel");
      say(here, "udp6:[fd99::7]:777", "into the tunnel");
    }
    say(here, "udp4:10.79.0.2:9", large);
    say(here, "udp6:[fd79::2]:9", large);
    here.exec("sh", "-c", "socat -u OPEN:/dev/null TCP4:10.79.0.2:1 2>/dev/null || true");
    RawFrame.send(there, "p0", Frame.ethernet().vlan(7).ipv4().udp(9, 5005).payload("one tag"));
    RawFrame.send(
        there, "p0", Frame.ethernet().serviceVlan(9).vlan(7).ipv6().udp(9, 53).payload("two"));
    RawFrame.send(there, "p0", Frame.ethernet().ipv4().udp(9, 53).payload("x").padding(20));
    RawFrame.send(there, "p0", Frame.ethernet().ipv4().udp(9, 53).udpLength(7).payload("lies"));
    RawFrame.send(there, "p0", Frame.arp());
    say(there, "udp4:10.79.0.1:9", LAST);
    awaitLast();
  }

  private void awaitLast() {
    for (String name : List.of("any2", "any1", "nano", "h0", "cut")) {
      Path file = directory.resolve(name + ".pcap");
      assertThat(Eventually.ask(() -> text(file), text -> text.contains(LAST))).contains(LAST);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(NetworkNamespace network, String to, String text) throws IOException {
    say(network, to, Files.writeString(directory.resolve("text"), text));
  }

  private static void say(NetworkNamespace network, String to, Path what) {
    network.exec("socat", "-u", "-b", "60000", "OPEN:" + what, to);
  }

  /** The name of a new file, and what makes it. */
  Path made(String name, String... command) throws IOException, InterruptedException {
    Path file = directory.resolve(name);
    List<String> words = new ArrayList<>(List.of(command));
    words.replaceAll(word -> word.equals("OUT") ? file.toString() : word);
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    return file;
  }

  Path packed(Path file) throws IOException {
    Path packed = directory.resolve(file.getFileName() + ".gz");
    byte[] bytes = Files.readAllBytes(file);
    try (OutputStream out = Files.newOutputStream(packed)) {
      member(out, bytes, 0, bytes.length / 2);
      member(out, bytes, bytes.length / 2, bytes.length);
    }
    return packed;
  }

  private static void member(OutputStream out, byte[] bytes, int from, int end) throws IOException {
    GZIPOutputStream member = new GZIPOutputStream(out);
    member.write(bytes, from, end - from);
    member.finish();
  }
}
