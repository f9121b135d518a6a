package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell in GNU screen, 80 columns by 24 rows, nobody looking: keys go in, the screen comes out.
 */
final class GnuScreen implements AutoCloseable {
  private static final String NAME = "test";

  private final Path directory;
  private final Process server;

  private GnuScreen(TmuxSession.Starter starter, String locale, Path directory) throws IOException {
    this.directory = directory;
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path settings = Files.writeString(directory.resolve("rc"), "startup_message off\n");
    List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "screen"));
    if (locale.contains("UTF-8")) {
      command.add("-U");
    }
    command.addAll(List.of("-c", settings.toString(), "-D", "-m", "-S", NAME));
    command.addAll(List.of("bash", "--norc", "--noprofile"));
    ProcessBuilder builder = environment(new ProcessBuilder(command));
    builder.environment().put("LANG", locale);
    builder.environment().put("TERM", "xterm");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    server = starter.start(builder.redirectInput(new File("/dev/null")));
    waitUntil("screen answers", () -> tell("select", "."));
  }

  /** Opens one whose shell was started by the given starter; its socket is in the directory. */
  static GnuScreen open(TmuxSession.Starter starter, String locale, Path directory)
      throws IOException {
    return new GnuScreen(starter, locale, directory);
  }

  private ProcessBuilder environment(ProcessBuilder builder) {
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().remove("NO_COLOR");
    builder.environment().put("SCREENDIR", directory.toString());
    return builder;
  }

  /** Types text; a line feed is Enter. */
  void type(String text) {
    if (!tell("stuff", text.replace("$", "\\$"))) {
      throw new AssertionError("screen does not take what is typed");
    }
  }

  /** Waits until the screen has the text, and returns all of it. */
  String waitFor(String text) {
    String[] last = new String[1];
    try {
      waitUntil(
          text,
          () -> {
            last[0] = read();
            return last[0].contains(text);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the screen:\n" + last[0], e);
    }
    return last[0];
  }

  private String read() {
    Path copy = directory.resolve("copy");
    try {
      Files.deleteIfExists(copy);
      tell("hardcopy", copy.toString());
      waitUntil("the screen is copied", () -> Files.exists(copy));
      return new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean tell(String... words) {
    List<String> command = new ArrayList<>(List.of("screen", "-S", NAME, "-p", "0", "-X"));
    command.addAll(List.of(words));
    try {
      ProcessBuilder builder = environment(new ProcessBuilder(command));
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return builder.start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    tell("quit");
    server.destroyForcibly().onExit().join();
  }
}
