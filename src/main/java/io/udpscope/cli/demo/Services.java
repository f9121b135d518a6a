package io.udpscope.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * What listens on the desk besides its DNS server, takes everything and answers nothing. Nobody
 * listens on 5010, so that there is something to find.
 */
final class Services implements Runnable {
  private static final int[] PORTS = {123, 514, 5005, 5006, 5007, 5008, 5009, 8125, 16384, 16386};

  private final Selector selector;

  /** Opens its sockets: they belong to the network namespace of the thread that is here. */
  Services() throws IOException {
    selector = Selector.open();
    for (int port : PORTS) {
      DatagramChannel channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(port));
      channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
    }
  }

  /** Until the thread is interrupted. */
  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select(key -> empty((DatagramChannel) key.channel(), buffer));
      }
      close();
    } catch (ClosedSelectorException | IOException e) {
      // The demo is ending.
    }
  }

  private static void empty(DatagramChannel channel, ByteBuffer buffer) {
    try {
      while (channel.receive(buffer.clear()) != null) {
        // Taken.
      }
    } catch (IOException e) {
      // As with any service, the next one may come through.
    }
  }

  private void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
