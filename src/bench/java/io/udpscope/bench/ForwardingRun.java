package io.udpscope.bench;

import io.udpscope.bench.Forwarder.Running;
import io.udpscope.bench.Frames.Offered;
import io.udpscope.bench.Sink.Counts;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** One that forwards, alone in a network made for it, under one load after the other. */
final class ForwardingRun implements AutoCloseable {
  private static final int CHECK_RATE = 1000;

  /** Of the sender, before what is measured begins and after it ends. */
  private static final double SPARE_SECONDS = 1;

  private static final long SETTLING_MILLIS = 300;

  private final Forwarder forwarder;
  private final Scratch scratch = new Scratch();
  private final ForwardingNetwork network;
  private final Frames frames;
  private final Sink sink;
  private final Running running;

  ForwardingRun(Forwarder forwarder) throws IOException, InterruptedException {
    this.forwarder = forwarder;
    network = new ForwardingNetwork(forwarder.target());
    frames = network.frames(forwarder.addressesTarget());
    sink = network.openSink();
    running = forwarder.startOn(network.host(), scratch.directory());
    check();
  }

  /** Before anything is measured, a socket on the target gets what was sent, byte for byte. */
  private void check() throws IOException, InterruptedException {
    Offered offered = Offered.by(network.startSender(frames, CHECK_RATE, 1));
    Thread.sleep(SETTLING_MILLIS);
    Counts counts = sink.datagrams();
    if (counts.right() != offered.frames() || counts.wrong() != 0 || sink.errors() != 0) {
      throw new IOException(
          String.format(
              "%s: of %d packets %d arrived as they were sent, %d changed; UDP counts %d errors",
              forwarder.name(), offered.frames(), counts.right(), counts.wrong(), sink.errors()));
    }
  }

  /**
   * What a load did.
   *
   * @param lost of what was sent, percent
   * @param perSecond packets that arrived
   * @param machine processor time of the whole machine for each of them, microseconds, without what
   *     it uses when nothing is sent
   * @param charged that of the sender, of what forwards and of interrupts' work
   * @param process that of the processes that forward
   */
  record Load(double lost, double perSecond, double machine, double charged, double process) {}

  /**
   * @param rate frames a second, or {@link Frames#MOST}
   * @param busyAnyway processors in use while nothing is sent
   */
  Load load(long rate, double seconds, double busyAnyway) throws IOException, InterruptedException {
    Counts before = sink.frames();
    Process sender = network.startSender(frames, rate, seconds + SPARE_SECONDS);
    while (sink.frames().equals(before) && sender.isAlive()) {
      Thread.sleep(10);
    }
    Thread.sleep(SETTLING_MILLIS);
    ChargedTime charged =
        ChargedTime.withInterrupts(
            Stream.of(List.of(sender.toHandle()), running.processes())
                .flatMap(List::stream)
                .toList());
    ChargedTime process = ChargedTime.of(running.processes());
    long firstOfProcess = process.nanos();
    long firstNanos = charged.nanos();
    ProcessorTime start = ProcessorTime.now();
    long first = sink.frames().right();
    Thread.sleep((long) (seconds * 1000));
    long nanos = charged.nanos() - firstNanos;
    long nanosOfProcess = process.nanos() - firstOfProcess;
    ProcessorTime end = ProcessorTime.now();
    long packets = sink.frames().right() - first;
    Offered offered = Offered.by(sender);
    Thread.sleep(SETTLING_MILLIS);
    long arrived = arrivedSince(before);
    double busy = end.busySecondsSince(start) - busyAnyway * end.secondsSince(start);
    return new Load(
        100 * (1 - (double) arrived / offered.frames()),
        packets / end.secondsSince(start),
        1e6 * busy / packets,
        1e-3 * nanos / packets,
        1e-3 * nanosOfProcess / packets);
  }

  private long arrivedSince(Counts before) throws IOException {
    Counts counts = sink.frames();
    long arrived = counts.right() - before.right();
    if (counts.wrong() != 0 || arrived == 0) {
      throw new IOException(
          String.format(
              "%s: %d packets arrived, and %d changed", forwarder.name(), arrived, counts.wrong()));
    }
    return arrived;
  }

  @Override
  public void close() throws IOException {
    running.close();
    sink.close();
    network.close();
    scratch.close();
  }
}
