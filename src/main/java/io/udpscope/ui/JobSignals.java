package io.udpscope.ui;

import io.udpscope.ui.terminal.Signals;
import io.udpscope.ui.terminal.Tty;

/**
 * What the shell and the terminal tell this process by signals: it was stopped and goes on, the
 * size is another one, it ends. Signals come on threads of their own; all else is the session's.
 */
final class JobSignals {
  private static final long CONTINUE_MILLIS = 1000;
  private static final long FOREGROUND_MILLIS = 100;

  private final Tty tty;
  private final Object lock = new Object();
  private volatile boolean resized;
  private volatile boolean continued;
  private volatile boolean ended;

  JobSignals(Tty tty) {
    this.tty = tty;
  }

  /** From now on they are heard. */
  void listen() {
    Signals.on("WINCH", () -> signal(() -> resized = true));
    Signals.on("CONT", () -> signal(() -> continued = true));
  }

  private void signal(Runnable flag) {
    synchronized (lock) {
      flag.run();
      lock.notifyAll();
    }
    tty.ring();
  }

  /** The session is to end, whatever it waits for. For any thread. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean wasContinued() {
    return continued;
  }

  /** Whether the size may be another one since this was asked last. */
  boolean takeResized() {
    boolean was = resized;
    resized = false;
    return was;
  }

  /** Stops this process and all others of its job, until the shell lets them go on. */
  void stop() {
    continued = false;
    tty.stopJob();
    // The signal stops all threads, but this one may run on for a moment.
    pause(CONTINUE_MILLIS);
  }

  /**
   * Waits until this process has the terminal, which one that was continued in the background has
   * not. The size may be another one by then.
   */
  void awaitForeground() {
    continued = false;
    while (!ended && !tty.isForeground()) {
      pause(FOREGROUND_MILLIS);
      continued = false;
    }
    resized = true;
  }

  /** Until the process is continued, or the time is over. */
  private void pause(long millis) {
    synchronized (lock) {
      long deadline = System.nanoTime() + millis * 1_000_000;
      long left = millis;
      while (!continued && left > 0) {
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }
  }
}
