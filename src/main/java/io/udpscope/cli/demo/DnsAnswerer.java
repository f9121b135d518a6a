package io.udpscope.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;

/** The desk's DNS server: knows every name, but for those with a slip of the pen. */
final class DnsAnswerer implements Runnable {
  private final DatagramChannel channel;

  /** Opens its socket: it belongs to the network namespace of the thread that is here. */
  DnsAnswerer(InetAddress own) throws IOException {
    channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(own, 53));
  }

  /** Until the thread is interrupted. */
  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    while (channel.isOpen()) {
      try {
        SocketAddress client = channel.receive(buffer.clear());
        byte[] query = new byte[buffer.flip().remaining()];
        buffer.get(query);
        boolean known = !new String(query, StandardCharsets.US_ASCII).contains("exmaple");
        byte[] answer = DnsMessage.answer(query, known ? 1 + (query[1] & 1) : 0);
        channel.send(ByteBuffer.wrap(answer), client);
      } catch (ClosedByInterruptException e) {
        return;
      } catch (IOException e) {
        // An answer that finds no way back: as with any DNS server, the client asks again.
        continue;
      }
    }
  }
}
