package io.udpscope.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * One of the field's hosts: an address and a port of its own, and the desk's address to send to.
 */
final class Sender implements AutoCloseable {
  private final DatagramChannel channel;
  private final InetAddress desk;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);

  /**
   * @param port 0: one that is free
   * @throws IOException if the network is not there yet
   */
  Sender(InetAddress own, int port, InetAddress desk) throws IOException {
    boolean ipv4 = own.getAddress().length == 4;
    channel =
        DatagramChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    channel.bind(new InetSocketAddress(own, port));
    channel.configureBlocking(false);
    this.desk = desk;
  }

  void send(byte[] payload, int port) throws IOException {
    buffer.clear().put(payload).flip();
    channel.send(buffer, new InetSocketAddress(desk, port));
    drain();
  }

  /** Answers are of no use to the demo, but would fill the socket. */
  private void drain() throws IOException {
    do {
      buffer.clear();
    } while (channel.receive(buffer) != null);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
