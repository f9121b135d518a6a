package io.udpscope.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A checkout with the launcher in it, and a build that only says that it was asked for. */
  private Path checkout() throws Exception {
    Path checkout = Files.createDirectories(directory.resolve("checkout"));
    for (String file : List.of("udpscope", "src/main/sh/java.sh")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(
          LAUNCHER.resolveSibling(file),
          checkout.resolve(file),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String file : List.of("pom.xml", "native/one.h", "src/main/java/One.java")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.writeString(checkout.resolve(file), "");
    }
    Path door = checkout.resolve("dev");
    Files.writeString(
        door, "#!/bin/sh\necho \"build $*\"\nmkdir -p target/app\ntouch target/app/stamp\n");
    Files.setPosixFilePermissions(door, PosixFilePermissions.fromString("rwxr-xr-x"));
    return checkout;
  }

  private List<String> builds(Path checkout, String... arguments) throws Exception {
    String java = java("17.0.99").toString();
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("./udpscope"), Stream.of(arguments)).toList());
    builder.environment().put("UDPSCOPE_JAVA", java);
    builder.directory(checkout.toFile()).redirectErrorStream(true);
    // What root would have had made already.
    Files.createDirectories(checkout.resolve("target/app"));
    Files.writeString(checkout.resolve("target/app/classes-17.0.99.jsa"), "");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().filter(line -> line.startsWith("build ")).toList();
  }

  /** Into the past, so that what a test does now is newer. */
  private static void age(Path checkout) throws IOException {
    try (Stream<Path> files = Files.walk(checkout)) {
      for (Path file : files.toList()) {
        boolean built = file.endsWith("target/app/stamp");
        Files.setLastModifiedTime(
            file, FileTime.from(Instant.now().minusSeconds(built ? 60 : 120)));
      }
    }
  }

  @Test
  void buildsOnFirstUseAndThenNoMore() throws Exception {
    Path checkout = checkout();
    assertThat(builds(checkout)).containsExactly("build build");
    age(checkout);
    assertThat(builds(checkout)).isEmpty();
  }

  @Test
  void handsOnThatNobodyNeedsToBeAsked() throws Exception {
    assertThat(builds(checkout(), "demo", "--yes")).containsExactly("build --yes build");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "native/one.h", "src/main/java/One.java"})
  void buildsAgainWhenASourceChanges(String source) throws Exception {
    Path checkout = checkout();
    builds(checkout);
    age(checkout);
    Files.writeString(checkout.resolve(source), "changed");
    assertThat(builds(checkout)).containsExactly("build build");
  }

  @Test
  void buildsAgainWhenASourceGoes() throws Exception {
    Path checkout = checkout();
    builds(checkout);
    age(checkout);
    Files.delete(checkout.resolve("src/main/java/One.java"));
    assertThat(builds(checkout)).containsExactly("build build");
  }
}
