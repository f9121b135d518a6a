package io.udpscope.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs in C that src/bench/native/build makes, and other commands. */
final class NativeTool {
  static final Path ROOT = Path.of(System.getProperty("udpscope.root", "."));

  static final Path DIRECTORY = ROOT.resolve("target/bench");

  private NativeTool() {}

  static String file(String name) {
    return DIRECTORY.resolve(name).toString();
  }

  /** What a command writes to standard output, by lines. Standard error is ours. */
  static List<String> run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    List<String> lines =
        new ArrayList<>(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
    return lines;
  }
}
