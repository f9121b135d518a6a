package io.udpscope.cli;

import io.udpscope.model.PlainText;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager that started us how we are doing: sd_notify(3), without its library.
 * Without one, that is without NOTIFY_SOCKET, nothing happens. Used by one thread.
 */
final class ServiceNotices {
  private static final long NANOS_OF_A_MICROSECOND = 1_000;

  private final PrintStream err;
  private final Optional<NotifySocket> socket;
  private final long watchdogNanos;
  private long nextNanos = System.nanoTime();
  private boolean failed;

  /**
   * @param err for a line where the service manager cannot be reached
   */
  ServiceNotices(Map<String, String> environment, PrintStream err) {
    this.err = err;
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    socket = NotifySocket.named(name);
    if (socket.isEmpty() && !name.isEmpty()) {
      warn(name + " is no socket that can be spoken to");
    }
    watchdogNanos = socket.isEmpty() ? 0 : watchdogNanos(environment);
  }

  /** As sd_watchdog_enabled(3) reads it: how often it wants a sign of life; 0: never. */
  private static long watchdogNanos(Map<String, String> environment) {
    String process = environment.getOrDefault("WATCHDOG_PID", "");
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    boolean ours =
        process.isEmpty() || process.equals(Long.toString(ProcessHandle.current().pid()));
    return ours && micros.matches("[1-9][0-9]{0,14}")
        ? Long.parseLong(micros) * NANOS_OF_A_MICROSECOND
        : 0;
  }

  /** The rules are in force. */
  void ready(String status) {
    send("READY=1\nSTATUS=" + oneLine(status));
  }

  /** From here to {@link #ready} the rules are read again. */
  void reloading() {
    long now = System.nanoTime(); // CLOCK_MONOTONIC
    send("RELOADING=1\nMONOTONIC_USEC=" + now / NANOS_OF_A_MICROSECOND);
  }

  void stopping() {
    send("STOPPING=1");
  }

  /**
   * Where it is time for a sign of life, which is twice as often as it is waited for.
   *
   * @param well false: there is none to give, and the service manager may start us anew
   */
  void signOfLife(boolean well) {
    long now = System.nanoTime();
    if (watchdogNanos == 0 || now - nextNanos < 0) {
      return;
    }
    nextNanos = now + watchdogNanos / 2;
    if (well) {
      send("WATCHDOG=1");
    }
  }

  /** How long one may sleep before the next {@link #signOfLife}. */
  long sleepNanos(long longest) {
    if (watchdogNanos == 0) {
      return longest;
    }
    return Math.max(0, Math.min(longest, nextNanos - System.nanoTime()));
  }

  private void send(String message) {
    socket.flatMap(manager -> manager.send(message)).ifPresent(this::warn);
  }

  private void warn(String reason) {
    if (!failed) {
      failed = true;
      err.println("udpscope: warning: the service manager (NOTIFY_SOCKET): " + oneLine(reason));
    }
  }

  private static String oneLine(String text) {
    return PlainText.of(text);
  }
}
