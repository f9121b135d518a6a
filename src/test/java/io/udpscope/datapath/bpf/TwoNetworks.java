package io.udpscope.datapath.bpf;

import io.udpscope.model.Direction;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Two networks joined by a veth pair: {@code us0} here, {@code us1} there. */
public final class TwoNetworks implements AutoCloseable {
  public static final String HERE = "10.9.0.1";
  public static final String THERE = "10.9.0.2";

  public final NetworkNamespace here = NetworkNamespace.create("here");
  public final NetworkNamespace there = NetworkNamespace.create("there");

  public TwoNetworks() {
    NetworkNamespace.linkPair(
        here.end("us0", HERE + "/24", "fd09::1/64"), there.end("us1", THERE + "/24", "fd09::2/64"));
  }

  /** One datagram from the second network to the first. */
  public void send(int port, String text) {
    send(there, HERE, port, text);
  }

  /** One datagram from the first network to the second. */
  public void sendThere(int port, String text) {
    send(here, THERE, port, text);
  }

  private static void send(NetworkNamespace from, String to, int port, String text) {
    from.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            InetAddress address = InetAddress.getByName(to);
            socket.send(new DatagramPacket(bytes, bytes.length, address, port));
          }
          return null;
        });
  }

  /** Whether an interface of the first network has an XDP program, as ip(8) says. */
  public boolean hasProgram(String interfaceName) {
    return here.exec("ip", "link", "show", "dev", interfaceName).contains("xdp");
  }

  /** The names of the programs on tc's hooks of one there, what comes in first. */
  public List<String> programsOnTc(String interfaceName) {
    return here.call(
        () -> {
          try (Interfaces interfaces = new Interfaces()) {
            int index = interfaces.find(interfaceName).index();
            return Stream.of(Direction.IN, Direction.OUT)
                .flatMap(direction -> TcxLink.programs(index, direction).stream())
                .map(ProgramInfo::name)
                .toList();
          }
        });
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
