package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

/** Answers every query with one address. */
final class NameServer implements AutoCloseable {
  private static final int FLAGS = 2;
  private static final int ANSWERS = 7;
  private static final byte[] ANSWER = {
    (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 33
  };

  private final DatagramSocket socket;

  private NameServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static NameServer start(NetworkNamespace network, String address) {
    NameServer server =
        new NameServer(network.call(() -> new DatagramSocket(53, InetAddress.getByName(address))));
    new Thread(server::serve, "name server").start();
    return server;
  }

  String address() {
    return socket.getLocalAddress().getHostAddress();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        socket.receive(packet);
        byte[] reply = Arrays.copyOf(packet.getData(), packet.getLength() + ANSWER.length);
        reply[FLAGS] |= (byte) 0x80;
        reply[ANSWERS] = 1;
        System.arraycopy(ANSWER, 0, reply, packet.getLength(), ANSWER.length);
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        packet.setLength(512);
      }
    } catch (IOException e) {
      // closed; whatever else it is, dig gets no answer and says so
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
