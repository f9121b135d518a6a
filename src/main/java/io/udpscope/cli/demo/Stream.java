package io.udpscope.cli.demo;

import java.util.Random;

/** One kind of traffic from one sender: when the next datagram is due, and what is in it. */
abstract class Stream {
  final Sender sender;
  final int port;
  final Random random;
  long dueNanos;

  /**
   * @param port where its datagrams go, at the desk
   */
  Stream(Sender sender, int port, Random random) {
    this.sender = sender;
    this.port = port;
    this.random = random;
  }

  /** The next payload. */
  abstract byte[] next();

  /** Nanoseconds from one datagram to the next. */
  abstract long pauseNanos();

  /** Where it goes; mostly always to the same port. */
  int nextPort() {
    return port;
  }

  /** A pause as of many independent events: exponential, {@code meanMs} in the mean. */
  final long aboutMs(double meanMs) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanMs * 1e6);
  }

  final <T> T oneOf(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
