package io.udpscope.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Sends what the streams of the field have, when it is due: some 400 datagrams a second. */
final class DemoTraffic implements Runnable {
  private static final long SEED = 77;

  private final PriorityQueue<Stream> streams =
      new PriorityQueue<>(Comparator.comparingLong(stream -> stream.dueNanos));

  /**
   * Opens the senders' sockets: they belong to the network namespace of the thread that is here.
   *
   * @param field addresses of the senders, those of IPv4 first
   * @throws IOException if the network is not there yet
   */
  DemoTraffic(List<InetAddress> field, InetAddress desk, InetAddress desk6) throws IOException {
    List<Sender> senders = new ArrayList<>();
    List<Sender> senders6 = new ArrayList<>();
    for (InetAddress address : field) {
      boolean ipv6 = address.getAddress().length == 16;
      (ipv6 ? senders6 : senders).add(new Sender(address, 0, ipv6 ? desk6 : desk));
    }
    Random random = new Random(SEED);
    for (int i = 0; i < senders.size(); i++) {
      add(Streams.dns(senders.get(i), random, 150));
      add(Streams.syslog(senders.get(i), random, 250));
      add(Streams.noise(senders.get(i), random, 120));
    }
    add(Streams.dns(senders6.get(0), random, 200));
    add(Streams.statsd(senders.get(0), random, 40));
    add(Streams.statsd(senders6.get(1), random, 80));
    add(Streams.voice(senders.get(1), random, 16384));
    add(Streams.voice(senders6.get(1), random, 16386));
    add(Streams.telemetry(senders.get(2), random, 5005, 6));
    add(Streams.telemetry(senders6.get(0), random, 5005, 6));
    add(Streams.ntp(senders.get(0), random));
  }

  private void add(Stream stream) {
    stream.dueNanos = System.nanoTime() + stream.random.nextInt(200_000_000);
    streams.add(stream);
  }

  /** For ever, or until the thread is interrupted. */
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      Stream stream = streams.remove();
      long wait = stream.dueNanos - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      try {
        stream.sender.send(stream.next(), stream.nextPort());
      } catch (IOException e) {
        // Someone has taken the interface down, as one may in a demo; the next datagram may get by.
        LockSupport.parkNanos(1_000_000);
      }
      // After a pause of the whole process there is no catching up.
      long earliest = System.nanoTime() - 100_000_000L;
      stream.dueNanos = Math.max(stream.dueNanos + stream.pauseNanos(), earliest);
      streams.add(stream);
    }
  }
}
