package io.udpscope.datapath.bpf;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Two networks joined by a veth pair: {@code us0} here, {@code us1} there. */
final class TwoNetworks implements AutoCloseable {
  static final String HERE = "10.9.0.1";

  final NetworkNamespace here = NetworkNamespace.create("here");
  final NetworkNamespace there = NetworkNamespace.create("there");

  TwoNetworks() {
    NetworkNamespace.linkPair(
        here.end("us0", HERE + "/24", "fd09::1/64"), there.end("us1", "10.9.0.2/24", "fd09::2/64"));
  }

  void send(int port, String text) {
    there.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            InetAddress address = InetAddress.getByName(HERE);
            socket.send(new DatagramPacket(bytes, bytes.length, address, port));
          }
          return null;
        });
  }

  /** Whether an interface of the first network has an XDP program, as ip(8) says. */
  boolean hasProgram(String interfaceName) {
    return here.exec("ip", "link", "show", "dev", interfaceName).contains("xdp");
  }

  /** Waits until something holds; fails if it does not within ten seconds. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain: " + what);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
