package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that answers every datagram with its text and some more. */
final class Echo implements AutoCloseable {
  private final DatagramSocket socket;
  private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();

  private Echo(DatagramSocket socket) {
    this.socket = socket;
  }

  static Echo serve(NetworkNamespace network, String address, int port) {
    Echo echo =
        network.call(() -> new Echo(new DatagramSocket(port, InetAddress.getByName(address))));
    new Thread(echo::serve, "echo").start();
    return echo;
  }

  static String answerTo(String question) {
    return question + " to you, too";
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        packet.setLength(512);
        socket.receive(packet);
        peers.add(packet.getSocketAddress());
        String question =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        byte[] answer = answerTo(question).getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed; whatever else it is, clients get no answer and say so
    }
  }

  /** Addresses with ports from which it was asked so far. */
  int peers() {
    return peers.size();
  }

  @Override
  public void close() {
    socket.close();
  }
}
