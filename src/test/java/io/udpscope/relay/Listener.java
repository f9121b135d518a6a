package io.udpscope.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.IpAddress;
import io.udpscope.netns.datapath.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** A socket of a test: a target, or a client. */
final class Listener implements AutoCloseable {
  private final DatagramChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private final List<Heard> heard = new ArrayList<>();

  /** A datagram that came in. */
  record Heard(SocketAddress from, String payload) {}

  private Listener(DatagramChannel channel) {
    this.channel = channel;
  }

  /**
   * @param port 0 for any
   */
  static Listener on(NetworkNamespace network, String address, int port) {
    return network.call(() -> new Listener(open(new InetSocketAddress(address, port))));
  }

  private static DatagramChannel open(InetSocketAddress at) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 20);
    channel.bind(at).configureBlocking(false);
    return channel;
  }

  SocketAddress address() {
    try {
      return of((InetSocketAddress) channel.getLocalAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SocketAddress of(InetSocketAddress address) {
    return new SocketAddress(IpAddress.of(address.getAddress().getAddress()), address.getPort());
  }

  /** All so far, oldest first. */
  List<Heard> heard() {
    try {
      while (channel.receive(buffer.clear()) instanceof InetSocketAddress from) {
        heard.add(new Heard(of(from), ISO_8859_1.decode(buffer.flip()).toString()));
      }
      return heard;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until so many have come. */
  List<Heard> await(int count) {
    return Eventually.ask(this::heard, all -> all.size() >= count);
  }

  /** Waits for so many, and says what they bear. */
  List<String> payloads(int count) {
    return await(count).stream().map(Heard::payload).toList();
  }

  void send(SocketAddress to, String payload) {
    try {
      InetAddress address = InetAddress.getByAddress(to.address().bytes());
      channel.send(
          ByteBuffer.wrap(payload.getBytes(ISO_8859_1)), new InetSocketAddress(address, to.port()));
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
