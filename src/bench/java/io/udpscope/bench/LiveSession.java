package io.udpscope.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The real udpscope in a pseudo-terminal of 120 by 40, with someone who types and looks. */
final class LiveSession implements Closeable {
  /** What is measured: the checkout, unless {@code --program} names another. */
  private static final String PROGRAM =
      System.getProperty("udpscope.program", NativeTool.ROOT.resolve("udpscope").toString());

  private static final int COLUMNS = 120;
  private static final int ROWS = 40;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
  private static final char CURSOR = '▸';
  private static final int CURSOR_COLUMNS = 3;
  private static final int LINES_BEFORE_FIRST_RULE = 2;

  private final TerminalScreen screen = new TerminalScreen(COLUMNS, ROWS);
  private final Scratch scratch = new Scratch();
  private final Path statistics = scratch.directory().resolve("statistics.json");
  private final Process process;
  private final OutputStream keyboard;
  private final long startNanos;
  private final int pid;
  private volatile long shownBytes;

  LiveSession(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                NativeTool.file("pty"),
                Integer.toString(COLUMNS),
                Integer.toString(ROWS),
                PROGRAM));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("JDK_JAVA_OPTIONS", "-Dudpscope.stats=" + statistics);
    startNanos = System.nanoTime();
    process = builder.start();
    keyboard = process.getOutputStream();
    pid = Integer.parseInt(process.errorReader().readLine());
    Thread watcher = new Thread(this::watch, "watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The launcher's process, which becomes the JVM. */
  int pid() {
    return pid;
  }

  private void watch() {
    byte[] output = new byte[1 << 16];
    try (InputStream shown = process.getInputStream()) {
      for (int size = shown.read(output); size > 0; size = shown.read(output)) {
        synchronized (screen) {
          shownBytes += size;
          screen.write(output, size);
          answer(screen.takeQuestions());
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As every terminal does: "no malfunction" (ECMA-48, DSR). */
  private void answer(int questions) throws IOException {
    if (questions > 0) {
      keyboard.write("\033[0n".repeat(questions).getBytes(StandardCharsets.US_ASCII));
      keyboard.flush();
    }
  }

  /** Types a key that moves the cursor; returns nanoseconds until it is seen on that line. */
  private long nanosUntilCursorOn(int line, char key) throws IOException, InterruptedException {
    synchronized (screen) {
      long start = System.nanoTime();
      keyboard.write(key);
      keyboard.flush();
      while (cursorLine() != line) {
        waitForOutput(start);
      }
      return System.nanoTime() - start;
    }
  }

  private void waitForOutput(long since) throws IOException, InterruptedException {
    long left = PATIENCE - (System.nanoTime() - since);
    if (left <= 0 || !process.isAlive()) {
      throw new IOException("the session does not show what it should:\n" + screen);
    }
    screen.wait(Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, 1000));
  }

  /** Waits for the first frame; returns nanoseconds since the command was started. */
  long nanosToFirstFrame() throws IOException, InterruptedException {
    return nanosUntilShown("Packets");
  }

  /** Waits until the screen shows the rules in force; returns nanoseconds since the start. */
  long nanosToRules() throws IOException, InterruptedException {
    return nanosUntilShown("(no rule)");
  }

  private long nanosUntilShown(String text) throws IOException, InterruptedException {
    return nanosUntilShown(text, startNanos, PATIENCE);
  }

  /**
   * Waits until the screen shows this text.
   *
   * @param since a moment from which it may take so long
   * @return nanoseconds since that moment
   */
  long nanosUntilShown(String text, long since, long patienceNanos)
      throws IOException, InterruptedException {
    synchronized (screen) {
      while (screen.lineWith(text) < 0) {
        waitForOutput(since + patienceNanos - PATIENCE);
      }
      return System.nanoTime() - since;
    }
  }

  /** When the command was started, by {@link System#nanoTime}. */
  long startNanos() {
    return startNanos;
  }

  /**
   * Moves the cursor in the rules pane between the first rule and the second; returns nanoseconds
   * until it is seen there.
   */
  long nanosToMove(boolean down) throws IOException, InterruptedException {
    synchronized (screen) {
      int first = screen.lineWith("Rules") + LINES_BEFORE_FIRST_RULE;
      return nanosUntilCursorOn(down ? first + 1 : first, down ? 'j' : 'k');
    }
  }

  private int cursorLine() {
    return screen.lineMarked(
        screen.lineWith("Rules") + 1, screen.lineWith("Packets"), CURSOR_COLUMNS, CURSOR);
  }

  /** Presses keys, and waits for nothing. */
  void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Waits until the screen shows this text. */
  void awaitShown(String text) throws IOException, InterruptedException {
    synchronized (screen) {
      long start = System.nanoTime();
      while (screen.lineWith(text) < 0) {
        waitForOutput(start);
      }
    }
  }

  /** Bytes that have come out of the terminal so far. */
  long shownBytes() {
    return shownBytes;
  }

  /** Processor time of the whole process so far, seconds. */
  double processorSeconds() throws IOException {
    String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // Counted after the command's name, which stands in brackets and may hold anything.
    String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  /** A line of /proc/PID/status in KiB, such as VmRSS, as MiB. */
  double mebibytes(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no " + name + " in the status of process " + pid);
  }

  /** Ends the session by its key; returns the statistics that it leaves behind. */
  Map<String, Double> quit() throws IOException, InterruptedException {
    keyboard.write('q');
    keyboard.flush();
    if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
      throw new IOException("the session does not end at q:\n" + this);
    }
    return numbers(Files.readString(statistics, StandardCharsets.UTF_8));
  }

  private static Map<String, Double> numbers(String text) {
    Map<String, Double> numbers = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isNumeric()) {
          numbers.put(json.currentName(), json.getDoubleValue());
        }
      }
    }
    return numbers;
  }

  @Override
  public String toString() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /** Hangs up, where the session still runs. */
  @Override
  public void close() throws IOException {
    keyboard.close();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scratch.close();
  }
}
