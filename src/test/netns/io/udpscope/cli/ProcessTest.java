package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, pipes, privileges, and what is left behind. */
@Tag("bpf")
class ProcessTest {
  @TempDir Path directory;
  private TestBench bench;

  @BeforeEach
  void open() {
    bench = new TestBench(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  /** Starts udpscope, sends it a signal after a packet, and says how it ended. */
  private int endBy(String signal) throws Exception {
    TestBench.Real run = bench.start("test", "h0");
    run.awaitListening();
    assertThat(bench.isAttached()).isTrue();
    bench.send(9, "x");
    TestBench.await("the packet", () -> size(run.out) > 0);
    run.signal(signal);
    int code = run.exitCode();
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
    if (!signal.equals("KILL")) {
      assertThat(run.errText()).contains("captured 1, lost 0 (ring), seconds ");
      assertThat(run.complaints()).isEmpty();
    }
    return code;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void signalsEndItWithASummaryAndTheirCode() throws Exception {
    assertThat(endBy("INT")).isEqualTo(130);
    assertThat(endBy("TERM")).isEqualTo(143);
    assertThat(endBy("HUP")).isEqualTo(129);
  }

  @Test
  void killLeavesNothingAttached() throws Exception {
    assertThat(endBy("KILL")).isEqualTo(137);
  }

  @Test
  void aReaderWhoGoesEndsItQuietly() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" | head -n 1", "sh"));
    TestBench.Real run = bench.start(null, command, "test", "h0", "-o", "json");
    run.awaitListening();
    while (run.process.isAlive()) {
      bench.send(9, "x");
      TimeUnit.MILLISECONDS.sleep(1); // a rate, not a wait
    }
    assertThat(Files.readAllLines(run.out)).hasSize(1);
    assertThat(run.errText().lines()).containsExactly("listening on h0, hook native");
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  @Test
  void aFullDiskUnderStandardOutputIsALine() throws Exception {
    TestBench.Real run = bench.start(Path.of("/dev/full"), List.of(), "test", "h0");
    run.awaitListening();
    bench.send(9, "x");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.complaints())
        .containsExactly("udpscope: cannot write standard output: No space left on device");
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  @Test
  void withoutPrivilegeItSaysWhatToDo() throws Exception {
    TestBench.Real run = bench.start(null, TestBench.NOBODY, "test", "h0");
    assertThat(run.exitCode()).as(run.errText()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(run.errText().lines()).hasSize(1);
    assertThat(run.errText()).startsWith("udpscope: not permitted").contains("sudo");
  }

  @Test
  void usageIsOneLineAndATraceOnlyForDebug() throws Exception {
    TestBench.Real wrong = bench.start("h0", "-p", "5010-5005");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.errText())
        .isEqualTo(
            "udpscope: -p 5010-5005: the first port is above the last; see udpscope --help\n");
    TestBench.Real debug = bench.start("test", "nosuch0", "--debug");
    assertThat(debug.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(debug.complaints()).hasSize(1);
    assertThat(debug.errText()).contains("\tat io.udpscope.");
  }

  /** A small file system that fills up while packets are written to it. */
  @Test
  void aDiskThatFillsUpLeavesAFileThatCanBeRead() throws Exception {
    String script =
        "mount -t tmpfs -o size=256k udpscope-test \"$1\" && shift && \"$@\"; code=$?;"
            + " cp \"$0\"/packets \"$0\".copy; exit $code";
    Path mount = Files.createDirectory(directory.resolve("small"));
    List<String> unshare =
        List.of("unshare", "--mount", "sh", "-c", script, mount.toString(), mount.toString());
    TestBench.Real run =
        bench.start(
            null,
            unshare,
            "test",
            "h0",
            "-w",
            mount + "/packets",
            "--snaplen",
            "2000",
            "-o",
            "hex");
    run.awaitListening();
    byte[] payload = new byte[1400];
    while (run.process.isAlive()) {
      bench.send(9, payload);
      TimeUnit.MILLISECONDS.sleep(1); // a rate, not a wait
    }
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.complaints())
        .containsExactly("udpscope: cannot write " + mount + "/packets: No space left on device");
    Process tshark =
        new ProcessBuilder("tshark", "-r", mount + ".copy", "-T", "fields", "-e", "udp.length")
            .redirectError(directory.resolve("tshark-errors").toFile())
            .start();
    try (BufferedReader reader = tshark.inputReader()) {
      assertThat(reader.lines().toList()).hasSizeGreaterThan(10).containsOnly("1408");
    }
    assertThat(tshark.waitFor()).isEqualTo(0);
  }

  @Test
  void helpAndVersionGoToStandardOutput() throws Exception {
    TestBench.Real version = bench.start("--version");
    assertThat(version.exitCode()).isEqualTo(ExitCode.DONE);
    try (Stream<String> lines = Files.lines(version.out)) {
      assertThat(lines).singleElement().asString().matches("udpscope \\d+\\.\\d+\\.\\d+.*");
    }
    Process help =
        new ProcessBuilder(
                Stream.concat(TestBench.javaCommand().stream(), Stream.of("--help")).toList())
            .start();
    try (BufferedReader reader = help.inputReader()) {
      assertThat(reader.readLine()).startsWith("Watch live UDP");
    }
    help.destroyForcibly();
  }
}
