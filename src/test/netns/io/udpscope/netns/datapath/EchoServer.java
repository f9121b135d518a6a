package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends every datagram back, and remembers who it came from. */
final class EchoServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();

  private EchoServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static EchoServer start(NetworkNamespace network, String address, int port) {
    EchoServer server =
        new EchoServer(
            network.call(() -> new DatagramSocket(port, InetAddress.getByName(address))));
    new Thread(server::serve, "echo server").start();
    return server;
  }

  Set<SocketAddress> peers() {
    return peers;
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        socket.receive(packet);
        peers.add(packet.getSocketAddress());
        socket.send(packet);
        packet.setLength(2048);
      }
    } catch (IOException e) {
      // closed; whatever else it is, nobody gets an answer and the test says so
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
