package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;

/** A program that sends UDP from a network. */
final class UdpSender implements AutoCloseable {
  private final DatagramChannel channel;

  private UdpSender(DatagramChannel channel) {
    this.channel = channel;
  }

  static UdpSender in(NetworkNamespace network) {
    return network.call(() -> new UdpSender(DatagramChannel.open()));
  }

  void send(String address, int port, String payload) {
    send(address, port, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(String address, int port, byte[] payload) {
    try {
      channel.send(ByteBuffer.wrap(payload), new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
