package io.udpscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for the files of what is measured. It lies where src/bench/run makes room at its
 * start, so that the next run removes what one that was killed has left.
 */
final class Scratch implements AutoCloseable {
  private final Path directory;

  Scratch() throws IOException {
    directory = Files.createTempDirectory(NativeTool.DIRECTORY, "scratch");
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
