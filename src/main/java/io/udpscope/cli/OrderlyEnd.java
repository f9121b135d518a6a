package io.udpscope.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a session end by itself when SIGINT, SIGTERM or SIGHUP arrives; {@code run} takes SIGHUP for
 * something else ({@link OperatorSignals}). The JVM turns each of them into its shutdown and then
 * exits with 130, 143 or 129; the hook here asks the session to end and gives it time to, on its
 * own threads. What does not end in time ends with the process.
 */
final class OrderlyEnd {
  private static final long PATIENCE_MS = 3_000;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean requested;
  private Runnable request = () -> {};

  /** One that the JVM's shutdown asks. */
  static OrderlyEnd onSignals() {
    OrderlyEnd end = new OrderlyEnd();
    Runtime.getRuntime().addShutdownHook(new Thread(end::endSession, "orderly-end"));
    return end;
  }

  /**
   * Calls {@code request} when a signal arrives, on another thread; now if one has. What was to be
   * called before is not called any more when this returns.
   */
  synchronized void onRequest(Runnable request) {
    this.request = request;
    if (requested) {
      request.run();
    }
  }

  /** Asks the session to end. */
  synchronized void request() {
    requested = true;
    request.run();
  }

  boolean isRequested() {
    return requested;
  }

  /** The session is over, its summary printed: the process may go. */
  void sessionEnded() {
    ended.countDown();
  }

  /**
   * Leaves the process with this code, or with that of the signal, if one came first. Does not
   * return.
   */
  void exit(int code) {
    sessionEnded();
    System.exit(
        code); // during the JVM's shutdown this waits for its end and the code is the signal's
  }

  private void endSession() {
    if (ended.getCount() == 0) {
      return;
    }
    request();
    try {
      ended.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
