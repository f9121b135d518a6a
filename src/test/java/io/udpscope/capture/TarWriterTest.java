package io.udpscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is tar. */
class TarWriterTest {
  @TempDir Path directory;

  private String tar(String... arguments) throws Exception {
    Path output = directory.resolve("output");
    String[] command = new String[arguments.length + 1];
    command[0] = "tar";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  @Test
  void tarUnpacksWhatWasWritten() throws Exception {
    Path archive = directory.resolve("a.tar");
    byte[] large = new byte[100_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    try (TarWriter writer = new TarWriter(Files.newOutputStream(archive), 1_795_169_730L)) {
      writer.add("x/empty", new byte[0]);
      writer.add("x/block", new byte[512]);
      writer.begin("x/large", large.length);
      for (int at = 0; at < large.length; at += 1000) {
        writer.write(large, at, 1000);
      }
    }
    assertThat(tar("-tvf", "a.tar").lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("-rw------- root/root"))
        .anyMatch(line -> line.contains(" 100000 2026-11-20") && line.endsWith(" x/large"));
    tar("-xf", "a.tar");
    assertThat(directory.resolve("x/empty")).isEmptyFile();
    assertThat(Files.readAllBytes(directory.resolve("x/block"))).isEqualTo(new byte[512]);
    assertThat(Files.readAllBytes(directory.resolve("x/large"))).isEqualTo(large);
  }

  @Test
  void refusesWhatWouldNotBeAnArchive() throws Exception {
    try (TarWriter writer = new TarWriter(new ByteArrayOutputStream(), 0)) {
      writer.begin("short", 3);
      assertThatThrownBy(() -> writer.write(new byte[4], 0, 4)).hasMessageContaining("1 bytes");
      assertThatThrownBy(() -> writer.begin("next", 1)).hasMessageContaining("next");
      assertThatThrownBy(() -> writer.begin("n".repeat(101), 0)).hasMessageContaining("fit");
    }
  }
}
