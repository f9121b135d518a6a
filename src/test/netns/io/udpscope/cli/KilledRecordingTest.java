package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the file of {@code -w} once its writer was killed. */
@Tag("bpf")
class KilledRecordingTest {
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

  private TestBench.Real record(String command, Path file) throws IOException {
    TestBench.Real run =
        switch (command) {
          case "test" -> bench.start("test", "h0", "-w", file.toString());
          case "run" -> bench.start("run", "h0", "-p", "0-65535", "-w", file.toString());
          default -> bench.start(null, inTerminal(), "live", "h0", "-w", file.toString());
        };
    TestBench.await("it to be attached", bench::isAttached);
    return run;
  }

  /** A terminal that nobody looks at; {@link #pid()} is who is in it. */
  private List<String> inTerminal() {
    String script =
        "TERM=xterm exec script -q -e -c"
            + " \"stty rows 24 cols 80; echo \\$\\$ >'$0'; exec $*\" /dev/null";
    return List.of("sh", "-c", script, pid().toString());
  }

  private Path pid() {
    return directory.resolve("pid");
  }

  private void kill(TestBench.Real run) throws Exception {
    if (Files.exists(pid())) {
      String pid = Files.readString(pid()).strip();
      assertThat(new ProcessBuilder("kill", "-KILL", pid).start().waitFor()).isZero();
    } else {
      run.signal("KILL");
    }
    assertThat(run.exitCode()).isEqualTo(137);
  }

  private static int packets(Path file) {
    try {
      return PcapngFile.read(file).payloads.size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Nothing comes any more: all of it is in the file soon, though its writer waits for more. */
  @ParameterizedTest
  @ValueSource(strings = {"test", "run", "live"})
  void whatCameBeforeAPauseIsThere(String command) throws Exception {
    Path file = directory.resolve("quiet.pcapng");
    TestBench.Real run = record(command, file);
    for (int i = 0; i < 100; i++) {
      bench.send(5005, Integer.toString(i));
    }
    TestBench.await("the packets", () -> packets(file) == 100);
    kill(run);
    assertThat(PcapngFile.read(file).payloads)
        .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    assertThat(Tshark.fields(file, "udp.dstport")).hasSize(100).containsOnly("5005");
  }

  /** In the midst of it: whole packets, the first ones, and all that were in the file by then. */
  @ParameterizedTest
  @ValueSource(strings = {"test", "run", "live"})
  void whatCameUnderTrafficIsThereWithoutAGap(String command) throws Exception {
    Path file = directory.resolve("busy.pcapng");
    TestBench.Real run = record(command, file);
    AtomicBoolean killed = new AtomicBoolean();
    CompletableFuture<Void> traffic =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !killed.get(); i++) {
                send(i);
              }
            });
    TestBench.await("some of it to be written", () -> size(file) > 100_000);
    long written = size(file);
    kill(run);
    killed.set(true);
    traffic.join();
    assertThat(size(file)).isGreaterThanOrEqualTo(written);
    List<String> payloads = PcapngFile.read(file).payloads;
    assertThat(payloads)
        .isEqualTo(IntStream.range(0, payloads.size()).mapToObj(Integer::toString).toList());
    assertThat(Tshark.fields(file, "udp.dstport")).hasSameSizeAs(payloads).containsOnly("5005");
  }

  /** A rate, not a wait. */
  private void send(int number) {
    try {
      bench.send(5005, Integer.toString(number));
      TimeUnit.MICROSECONDS.sleep(200);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
