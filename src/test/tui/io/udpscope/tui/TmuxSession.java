package io.udpscope.tui;

import io.udpscope.patience.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A terminal of a given size with a shell in it, kept by a tmux server of its own: keys go in, the
 * screen comes out.
 *
 * <p>Nothing here sleeps for a fixed time and hopes: every wait polls for what a user would see,
 * and fails with the whole screen when it does not come. Not safe for use by several threads.
 */
final class TmuxSession implements AutoCloseable {
  /** Starts a process, in a network namespace for example. */
  interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /** What the terminal shows: its lines without trailing blanks, and how the terminal is set. */
  record Screen(
      List<String> lines, boolean cursorVisible, boolean alternate, int columns, int rows) {
    boolean contains(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    String line(String text) {
      return lines.stream()
          .filter(line -> line.contains(text))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line with \"" + text + "\" on\n" + this));
    }

    @Override
    public String toString() {
      return String.join("\n", lines);
    }
  }

  private static final String PROMPT = "ready>";

  private final String socket;
  private final Process server;

  private TmuxSession(Starter starter, int columns, int rows, Path directory) throws IOException {
    socket = directory.resolve("tmux").toString();
    // The server goes when the thread that started it goes, also if that is by kill -9.
    ProcessBuilder builder =
        new ProcessBuilder(
            "setpriv", "--pdeathsig", "KILL", "tmux", "-u", "-S", socket, "-f", "/dev/null", "-D");
    cleanEnvironment(builder);
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new File("/dev/null"));
    server = starter.start(builder);
    waitUntil("the tmux server answers", () -> tmux("show-options", "-g").succeeded());
    tmuxMust("set-option", "-g", "default-terminal", "screen-256color");
    tmuxMust("set-option", "-g", "default-shell", "/bin/bash");
    tmuxMust(
        "new-session",
        "-d",
        "-x",
        String.valueOf(columns),
        "-y",
        String.valueOf(rows),
        "-c",
        directory.toString(),
        "exec env PS1='" + PROMPT + " ' bash --norc --noprofile -i");
    waitForPrompt();
  }

  /**
   * Opens a terminal whose shell runs in the given directory, where the socket is too, started by
   * the given starter.
   */
  static TmuxSession open(Starter starter, int columns, int rows, Path directory)
      throws IOException {
    return new TmuxSession(starter, columns, rows, directory);
  }

  private static void cleanEnvironment(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("TMUX") || name.startsWith("LC_"));
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().remove("NO_COLOR");
    builder.environment().remove("PROMPT_COMMAND");
  }

  /** Types a command line to the shell and presses Enter. */
  void run(String commandLine) {
    type(commandLine);
    keys("Enter");
  }

  /** Types text, character by character. */
  void type(String text) {
    tmuxMust("send-keys", "-l", "--", text);
  }

  /**
   * Runs a command in the shell and returns what it printed, through a file: the screen may wrap
   * lines.
   */
  String outputOf(String command, Path file) throws IOException {
    run("{ " + command + "; } >" + file + " 2>&1; echo printed");
    waitFor("the command has run", screen -> screen.lines().contains("printed"));
    run("clear");
    waitForPrompt();
    return Files.readString(file);
  }

  /** Presses keys by their tmux names: {@code q}, {@code Space}, {@code C-c}, {@code PageUp}. */
  void keys(String... names) {
    for (String name : names) {
      tmuxMust("send-keys", name);
    }
  }

  /** From now on, what a program gives to the clipboard is kept. */
  void takeClipboard() {
    tmuxMust("set-option", "-s", "set-clipboard", "on");
  }

  /** What was given to it last; empty if nothing was. */
  String clipboard() {
    Outcome buffer = tmux("show-buffer");
    return buffer.succeeded() ? buffer.output() : "";
  }

  void resize(int columns, int rows) {
    tmuxMust("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
  }

  /** In one request, so that the lines and the settings are of one moment. */
  Screen screen() {
    String[] answer =
        tmuxMust(
                "display-message",
                "-p",
                "#{cursor_flag} #{alternate_on} #{window_width} #{window_height}",
                ";",
                "capture-pane",
                "-p")
            .split("\n", -1);
    String[] state = answer[0].split(" ");
    List<String> lines = new ArrayList<>();
    for (int i = 1; i < answer.length; i++) {
      lines.add(answer[i].stripTrailing());
    }
    return new Screen(
        lines,
        state[0].equals("1"),
        state[1].equals("1"),
        Integer.parseInt(state[2]),
        Integer.parseInt(state[3]));
  }

  /** Whether the text stands somewhere in the colours of what was found: black on cyan. */
  boolean isLit(String text) {
    String coloured = tmuxMust("capture-pane", "-p", "-e");
    return Pattern.compile("\\e\\[(?:30;46|46;30|46)m" + Pattern.quote(text))
        .matcher(coloured)
        .find();
  }

  /** Waits until the screen has the text, and returns that screen. */
  Screen waitFor(String text) {
    return waitFor("\"" + text + "\"", screen -> screen.contains(text));
  }

  /** Waits until the screen is as asked, and returns it. */
  Screen waitFor(String what, Predicate<Screen> condition) {
    Screen[] last = new Screen[1];
    try {
      waitUntil(
          what,
          () -> {
            last[0] = screen();
            return condition.test(last[0]);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the screen:\n" + last[0], e);
    }
    return last[0];
  }

  /** Waits for the shell's prompt alone on the last line that has something on it. */
  Screen waitForPrompt() {
    return waitFor("the prompt", screen -> lastLine(screen).equals(PROMPT));
  }

  private static String lastLine(Screen screen) {
    String last = "";
    for (String line : screen.lines()) {
      last = line.isBlank() ? last : line.strip();
    }
    return last;
  }

  ProcessHandle shell() {
    long pid = Long.parseLong(tmuxMust("display-message", "-p", "#{pane_pid}").strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** What the shell runs. */
  ProcessHandle program() {
    return shell().children().findFirst().orElseThrow();
  }

  /**
   * Cuts the line: the server dies, and the kernel hangs up the terminal, as when an SSH connection
   * is lost.
   */
  void hangUp() {
    server.destroyForcibly();
  }

  /** Polls a condition until it holds, and fails when it does not within the deadline. */
  static void waitUntil(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + Patience.LIMIT.toSeconds() + " s: " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting: " + what, e);
      }
    }
  }

  private record Outcome(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  private String tmuxMust(String... arguments) {
    Outcome outcome = tmux(arguments);
    if (!outcome.succeeded()) {
      throw new AssertionError("tmux " + String.join(" ", arguments) + ": " + outcome.output());
    }
    return outcome.output();
  }

  private Outcome tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    cleanEnvironment(builder);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    tmux("kill-server");
    server.destroyForcibly().onExit().join();
  }
}
