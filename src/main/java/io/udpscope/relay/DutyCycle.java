package io.udpscope.relay;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Doorbell;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import java.util.concurrent.TimeUnit;

/**
 * The relay's thread. Around and around: say that it is there, take datagrams out of the ring, send
 * them, give their room back, rest.
 */
final class DutyCycle implements RelayStarter.Running {
  /** So long the program relies on one beat. */
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Between two looks at what has become idle or is not wanted any more. */
  private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RelayTap tap;
  private final Doorbell doorbell;
  private final ReadySockets ready;
  private final Thread thread = new Thread(this::run, "udpscope-relay");
  private volatile boolean closing;

  private DutyCycle(RelayTap tap, Doorbell doorbell, ReadySockets ready) {
    this.tap = tap;
    this.doorbell = doorbell;
    this.ready = ready;
    thread.setDaemon(true);
  }

  /**
   * The program may rely on it when this returns, so that no packet passes until the thread runs.
   */
  static DutyCycle start(RelayTap tap) {
    ReadySockets ready = ReadySockets.open();
    try {
      DutyCycle cycle = new DutyCycle(tap, doorbell(), ready);
      tap.beat(System.nanoTime() + GOOD_NANOS);
      cycle.thread.start();
      return cycle;
    } catch (RuntimeException | Error e) { // where there can be no more threads, it is an Error
      tap.beat(0);
      ready.close();
      throw e;
    }
  }

  private static Doorbell doorbell() {
    return Doorbell.open()
        .orElseThrow(
            () ->
                new DatapathException(
                    "cannot make an eventfd for the relay: " + Errno.text(Libc.errno())));
  }

  /** Whatever ends it, the program hears at once that it may not rely on the relay any more. */
  private void run() {
    try (Dispatcher dispatcher = new Dispatcher(tap, ready)) {
      try {
        relay(dispatcher);
      } finally {
        tap.beat(0);
      }
    } catch (Throwable death) { // also an OutOfMemoryError: packets pass, and somebody hears of it
      tap.die(death.toString());
    }
  }

  private void relay(Dispatcher dispatcher) {
    Rest rest = new Rest(tap, doorbell, ready.fd());
    long nextBeat = System.nanoTime();
    long nextTending = nextBeat;
    while (!closing) {
      long now = System.nanoTime();
      if (now - nextBeat >= 0) {
        tap.beat(now + GOOD_NANOS);
        nextBeat = now + BEAT_NANOS;
      }
      if (now - nextTending >= 0) {
        dispatcher.tend();
        nextTending = now + TEND_NANOS;
      }
      rest.after(dispatcher.dispatch(now));
    }
  }

  /** Ends the thread; what is still in the ring is not sent. */
  @Override
  public void close() {
    closing = true;
    doorbell.ring();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the tap may not go while the thread uses it
      }
    }
    doorbell.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
