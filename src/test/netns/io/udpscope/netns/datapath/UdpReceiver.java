package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program that listens on a UDP port, and what it got. */
final class UdpReceiver implements AutoCloseable {
  private final DatagramChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(65536);
  private final List<String> received = new ArrayList<>();

  private UdpReceiver(DatagramChannel channel) {
    this.channel = channel;
  }

  static UdpReceiver listen(NetworkNamespace network, String address, int port) {
    return network.call(() -> new UdpReceiver(open(address, port)));
  }

  private static DatagramChannel open(String address, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 20);
    channel.bind(new InetSocketAddress(address, port)).configureBlocking(false);
    return channel;
  }

  /** The payloads so far, oldest first. */
  List<String> received() {
    try {
      while (channel.receive(buffer.clear()) != null) {
        buffer.flip();
        received.add(StandardCharsets.ISO_8859_1.decode(buffer).toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return received;
  }

  /** Waits for the next one if there is none yet, and says whether any came. */
  boolean hears(String payload) {
    return Eventually.ask(this::received, all -> all.contains(payload)).contains(payload);
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
