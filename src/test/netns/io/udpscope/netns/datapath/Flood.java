package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.patience.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Numbered datagrams at a steady pace. No more are under way than a socket's buffer holds, so that
 * one that does not arrive was lost on the way and nowhere else.
 */
final class Flood {
  private static final int RATE = 20_000;
  private static final int UNDER_WAY = 100;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long PATIENCE_NANOS = Patience.LIMIT.toNanos();

  private Flood() {}

  /**
   * Sends so many, in turns from several ports.
   *
   * @param arrived how many have arrived so far
   * @return how many were sent; fewer only if for a long time none arrived
   */
  static int send(
      NetworkNamespace network, int flows, String to, int port, int count, LongSupplier arrived) {
    return send(network, flows, to, port, count, RATE, arrived);
  }

  /**
   * @param rate so many a second, unless what is under way holds it up
   */
  static int send(
      NetworkNamespace network,
      int flows,
      String to,
      int port,
      int count,
      int rate,
      LongSupplier arrived) {
    List<DatagramChannel> channels = new ArrayList<>();
    try {
      for (int i = 0; i < flows; i++) {
        channels.add(network.call(DatagramChannel::open));
      }
      return send(channels, new InetSocketAddress(to, port), count, rate, arrived);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      channels.forEach(Flood::close);
    }
  }

  private static int send(
      List<DatagramChannel> channels,
      InetSocketAddress to,
      int count,
      int rate,
      LongSupplier arrived)
      throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    long next = System.nanoTime();
    for (int number = 0; number < count; number++) {
      if (!awaitRoom(number, arrived)) {
        return number;
      }
      while (System.nanoTime() < next) {
        Thread.onSpinWait();
      }
      next = Math.max(next + interval, System.nanoTime() - 10 * interval);
      ByteBuffer payload = ByteBuffer.wrap(NumberedPayload.of(number));
      channels.get(number % channels.size()).send(payload, to);
    }
    return count;
  }

  private static boolean awaitRoom(int sent, LongSupplier arrived) {
    long start = System.nanoTime();
    while (sent - arrived.getAsLong() >= UNDER_WAY) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
