package io.udpscope.docs;

import io.udpscope.patience.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A command line that somebody has typed at a terminal of 100 columns and 30 rows. Safe for use by
 * one thread; another one collects what is printed.
 */
final class Typed implements AutoCloseable {
  private static final long DEADLINE_S = Patience.LIMIT.toSeconds();

  /** Longer than any of them has to show that it goes on. */
  private static final int MAX_TEXT = 4 << 20;

  private final Process terminal;
  private final Thread reader;
  private final StringBuilder printed = new StringBuilder(); // guards itself

  /**
   * @param terminal a running script(1), which has the command in a terminal of its own
   */
  Typed(Process terminal) {
    this.terminal = terminal;
    this.reader = new Thread(this::read, "printed");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] bytes = new byte[1 << 14];
    try (InputStream in = terminal.getInputStream()) {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        synchronized (printed) {
          if (printed.length() < MAX_TEXT) {
            printed.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      // The terminal is gone, and what was printed is there.
    }
  }

  /** What has come so far, without control sequences. */
  String text() {
    synchronized (printed) {
      return printed.toString().replaceAll("\\e\\[[0-9;?]*[ -/]*[@-~]|\\e[()][0-9A-B]|\\r", "");
    }
  }

  List<String> lines() {
    return text().lines().toList();
  }

  boolean hasEnded() {
    return !terminal.isAlive();
  }

  /** Waits until the text is as asked, or the command has ended. */
  void await(Predicate<String> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
    while (!hasEnded() && !condition.test(text())) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it neither ends nor gets anywhere:\n" + text());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Presses keys; {@code "\u0003"} is Ctrl-C. */
  void press(String keys) {
    try {
      terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      terminal.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int exitCode() throws InterruptedException {
    if (!terminal.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + text());
    }
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_S));
    return terminal.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = terminal.descendants().toList();
    terminal.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
