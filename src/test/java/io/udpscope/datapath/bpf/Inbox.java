package io.udpscope.datapath.bpf;

import io.udpscope.patience.Patience;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** UDP sockets of a network, and the text of the datagrams that come to them. */
final class Inbox implements AutoCloseable {
  private final Selector selector;

  private Inbox(Selector selector) {
    this.selector = selector;
  }

  static Inbox in(NetworkNamespace network, int... ports) {
    return network.call(
        () -> {
          Selector selector = Selector.open();
          for (int port : ports) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(port)).configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
          }
          return new Inbox(selector);
        });
  }

  /** The next one on any socket; fails if none comes. */
  String next() {
    return next(Patience.LIMIT).orElseThrow(() -> new AssertionError("no datagram came"));
  }

  /** The next one, if one comes at once. */
  Optional<String> poll() {
    return next(Duration.ofMillis(20));
  }

  private Optional<String> next(Duration patience) {
    try {
      if (selector.select(patience.toMillis()) == 0) {
        return Optional.empty();
      }
      var key = selector.selectedKeys().iterator().next();
      selector.selectedKeys().remove(key);
      ByteBuffer buffer = ByteBuffer.allocate(2048);
      ((DatagramChannel) key.channel()).receive(buffer);
      return Optional.of(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
