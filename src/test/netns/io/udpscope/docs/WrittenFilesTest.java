package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/security.md says of files: a session writes those that it was asked for alone. */
@Tag("bpf")
class WrittenFilesTest {
  private static final Path PINNED = Path.of("/sys/fs/bpf");

  @TempDir Path directory;

  /** The operator's home is in that directory, and so is where the session was started. */
  private List<Path> files() throws IOException {
    try (Stream<Path> own = Files.walk(directory);
        Stream<Path> pinned = Files.list(PINNED)) {
      return Stream.concat(own, pinned.filter(name -> name.toString().contains("udpscope")))
          .sorted()
          .toList();
    }
  }

  @Test
  void aSessionKeepsNoHistoryAndNoLog() throws Exception {
    try (Workplace workplace = new Workplace(directory)) {
      List<Path> before = files();
      try (Typed session = workplace.type("udpscope eth0 -p 53")) {
        session.await(printed -> printed.contains("● live"));
        session.press(":theme light\r");
        session.press("/udp port 53\r");
        session.await(printed -> printed.contains("filter: udp port 53"));
        session.press("q");
        assertThat(session.exitCode()).isZero();
      }
      assertThat(files()).isEqualTo(before);
    }
  }
}
