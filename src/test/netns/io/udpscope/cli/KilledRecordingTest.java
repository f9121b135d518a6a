package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

  /** A terminal that nobody looks at, and which goes with what runs in it. */
  private List<String> inTerminal() {
    String script =
        "import os,pty,sys\n"
            + "os.environ['TERM']='xterm'\n"
            + "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    return List.of("python3", "-c", script);
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
  @ValueSource(strings = {"test", "run"})
  void whatCameBeforeAPauseIsThere(String command) throws Exception {
    Path file = directory.resolve("quiet.pcapng");
    TestBench.Real run = record(command, file);
    for (int i = 0; i < 100; i++) {
      bench.send(5005, Integer.toString(i));
    }
    TestBench.await("the packets", () -> packets(file) == 100);
    run.signal("KILL");
    assertThat(run.exitCode()).isEqualTo(137);
    assertThat(PcapngFile.read(file).payloads)
        .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    assertThat(Tshark.fields(file, "udp.dstport")).hasSize(100).containsOnly("5005");
  }
}
