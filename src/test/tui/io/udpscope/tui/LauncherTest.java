package io.udpscope.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher from a built checkout, with a Java in place of the real one that tells what it was
 * given.
 */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("udpscope").toAbsolutePath();

  private record Outcome(int status, String out, String err) {}

  @TempDir Path directory;

  private Path java(String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve("java-" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\n");
    return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome launch(Path launcher, String java, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList());
    builder.environment().put("UDPSCOPE_JAVA", java);
    builder.directory(directory.toFile());
    Path err = directory.resolve("err");
    builder.redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void runsFromElsewhereThroughALinkAndStaysThere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("scope"), LAUNCHER);
    Outcome outcome =
        launch(link, java(System.getProperty("java.version")).toString(), "test", "a b", "-w", "");
    Files.delete(link);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo(directory.toRealPath().toString());
    assertThat(lines)
        .endsWith(
            "-jar",
            LAUNCHER.resolveSibling("target/app/udpscope.jar").toString(),
            "test",
            "a b",
            "-w",
            "");
  }

  @Test
  void keepsItsOwnOptionToItself() throws Exception {
    Outcome outcome =
        launch(LAUNCHER, java(System.getProperty("java.version")).toString(), "--yes", "demo");
    assertThat(outcome.out().lines()).endsWith("demo").doesNotContain("--yes");
  }

  @Test
  void saysThatJavaIsTooOld() throws Exception {
    Outcome outcome = launch(LAUNCHER, java("1.8.0_402").toString(), "demo");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("udpscope: ").contains("17 or newer").hasLineCount(1);
  }

  @Test
  void saysThatThereIsNoJava() throws Exception {
    Outcome outcome = launch(LAUNCHER, directory.resolve("nothing").toString(), "demo");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("udpscope: ").contains("UDPSCOPE_JAVA").hasLineCount(1);
  }
}
