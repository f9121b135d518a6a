package io.udpscope.docs;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the pages' commands run: a network in which {@code eth0} has the addresses that they speak
 * of and gets traffic, and a directory that looks like a checkout of a reader who has made the
 * files that they name. Programs that would need what a test cannot have are stood in for: sudo,
 * since the test is root, and Wireshark's window, by tshark; jq by cat.
 */
final class Workplace implements AutoCloseable {
  static final String HERE = "10.0.0.2";
  private static final String THERE = "10.0.0.7";
  private static final int EVERY_MS = 10;

  private final NetworkNamespace here = NetworkNamespace.create("here");
  private final NetworkNamespace there = NetworkNamespace.create("there");
  private final Path directory;
  private final Path programs;
  private final DatagramSocket sender;
  private final AtomicLong sent = new AtomicLong();

  /**
   * @param directory empty, and removed by whoever gives it
   */
  Workplace(Path directory) throws IOException {
    this.directory = Files.createDirectory(directory.resolve("udpscope"));
    this.programs = Files.createDirectory(directory.resolve("programs"));
    NetworkNamespace.linkPair(
        here.end("eth0", HERE + "/24", "192.0.2.10/24", "2001:db8::10/64"),
        there.end("p0", THERE + "/24", "10.0.0.8/24", "192.0.2.1/24", "2001:db8::1/64"));
    here.exec("ip", "link", "add", "eth1", "type", "veth", "peer", "name", "eth2");
    standIns();
    this.sender = there.call(() -> new DatagramSocket(new InetSocketAddress(THERE, 40112)));
    Thread traffic = new Thread(this::sendOn, "traffic");
    traffic.setDaemon(true);
    traffic.start();
  }

  private void standIns() throws IOException {
    script(programs.resolve("sudo"), "exec \"$@\"");
    script(programs.resolve("wireshark"), "exec tshark -n -l -c 3 -i -");
    script(programs.resolve("jq"), "exec cat");
    for (String name : List.of("udpscope", "dev")) {
      String checkout = "exec " + Path.of(name).toAbsolutePath() + " \"$@\"";
      script(programs.resolve(name), checkout);
      script(directory.resolve(name), checkout);
    }
  }

  private static void script(Path path, String text) throws IOException {
    Path file = Files.writeString(path, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes a file that a page's command reads. */
  void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  /** Types a command line that makes files, and waits for its end. */
  void make(String commandLine) throws IOException, InterruptedException {
    try (Typed typed = type(commandLine)) {
      if (typed.exitCode() != 0) {
        throw new AssertionError(commandLine + ":\n" + typed.text());
      }
    }
  }

  /** Types a command line at a terminal. */
  Typed type(String commandLine) throws IOException {
    String inside = "stty rows 30 columns 100; " + commandLine;
    ProcessBuilder builder = new ProcessBuilder("script", "-qfec", inside, "/dev/null");
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SSH_"));
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().remove("NO_COLOR");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("HOME", directory.toString());
    builder.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    return new Typed(here.start(builder));
  }

  private void sendOn() {
    try {
      while (!sender.isClosed()) {
        send(53, dnsQuery());
        send(514, "<134>web-3 nginx: GET /".getBytes(StandardCharsets.US_ASCII));
        for (int port = 5005; port <= 5010; port++) {
          send(port, "{\"sensor\":7}".getBytes(StandardCharsets.US_ASCII));
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS); // a rate, not a wait
      }
    } catch (IOException | InterruptedException e) {
      // The workplace is closed.
    }
  }

  /** Waits until so many datagrams more have been sent. */
  void awaitTraffic(long datagrams) throws InterruptedException {
    long enough = sent.get() + datagrams;
    while (sent.get() < enough) {
      TimeUnit.MILLISECONDS.sleep(EVERY_MS);
    }
  }

  private void send(int port, byte[] payload) throws IOException {
    InetAddress to = InetAddress.getByName(HERE);
    try {
      sender.send(new DatagramPacket(payload, payload.length, to, port));
      sent.incrementAndGet();
    } catch (IOException e) {
      if (sender.isClosed()) {
        throw e;
      } // else nobody listens on the port, as an ICMP message of an earlier packet said
    }
  }

  /** A query for the address of example.org (RFC 1035). */
  private static byte[] dnsQuery() {
    ByteArrayOutputStream query = new ByteArrayOutputStream();
    query.writeBytes(new byte[] {0x51, (byte) 0xf8, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : List.of("example", "org", "")) {
      query.write(label.length());
      query.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.writeBytes(new byte[] {0, 1, 0, 1});
    return query.toByteArray();
  }

  @Override
  public void close() {
    sender.close();
    there.close();
    here.close();
  }
}
