package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -w} into what is no file of its own: a pipe, a named one, Wireshark's. */
@Tag("bpf")
class PipedRecordingTest {
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

  /** Sends now and then until it has ended. */
  private void sendUntilTheEnd(TestBench.Real run) throws Exception {
    while (run.process.isAlive()) {
      bench.send(9, "after");
      TimeUnit.MILLISECONDS.sleep(2); // a rate, not a wait
    }
  }

  /** The next one is sent only when tshark has shown the one before. */
  @ParameterizedTest
  @ValueSource(strings = {"test", "run"})
  void tsharkShowsEachPacketAtOnce(String command) throws Exception {
    String script = "\"$@\" | tshark -n -l -i - -c 3 -T fields -e udp.dstport -e frame.comment";
    List<String> arguments = new ArrayList<>(List.of(command, "h0", "-p", "0-65535", "-w", "-"));
    TestBench.Real run =
        bench.start(null, List.of("sh", "-c", script, "sh"), arguments.toArray(new String[0]));
    run.awaitLine(command.equals("test") ? "listening on" : "running on");
    for (int i = 0; i < 3; i++) {
      bench.send(5000 + i, "x");
      int shown = i + 1;
      TestBench.await("tshark to show it", () -> lines(run.out).size() == shown);
    }
    sendUntilTheEnd(run);
    assertThat(lines(run.out))
        .containsExactly(
            "5000\trule any, passed", "5001\trule any, passed", "5002\trule any, passed");
    assertThat(run.complaints()).isEmpty();
    assertThat(run.exitCode()).isZero();
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  void aNamedPipeWhoseReaderGoesEndsItQuietly() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader =
        new ProcessBuilder("head", "-c", "100", pipe.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    TestBench.Real run = bench.start("test", "h0", "-o", "hex", "-w", pipe.toString());
    run.awaitListening();
    sendUntilTheEnd(run);
    assertThat(run.exitCode()).as(run.errText()).isZero();
    assertThat(run.complaints()).isEmpty();
    assertThat(reader.waitFor()).isZero();
  }

  @Test
  void filesBelongToWhoCalledSudo() throws Exception {
    Path plain = directory.resolve("plain.pcapng");
    List<String> sudo = List.of("env", "SUDO_UID=65534", "SUDO_GID=65533");
    TestBench.Real run = bench.start(null, sudo, "test", "h0", "-w", plain.toString(), "-n", "1");
    run.awaitListening();
    bench.send(9, "x");
    assertThat(run.exitCode()).isZero();
    assertThat(Files.getAttribute(plain, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(plain, "unix:gid")).isEqualTo(65533);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)))
        .isEqualTo("rw-------");
  }

  /** As Wireshark does it: the interface is listed, captured from, and left. */
  @Test
  void wiresharkHasOurInterfaces() throws Exception {
    Path ours = Files.createDirectory(directory.resolve("extcap"));
    String udpscope = "exec " + String.join(" ", TestBench.javaCommand()) + " \"$@\"\n";
    Path bin = Files.createDirectory(directory.resolve("bin"));
    executable(bin.resolve("udpscope"), "#!/bin/sh\n" + udpscope);
    // A copy, which is not in a checkout: it runs the command of the PATH.
    executable(
        ours.resolve("udpscope"), Files.readString(Path.of("packaging", "extcap", "udpscope")));
    Path file = directory.resolve("extcap.pcapng");
    // Run by root, tshark has no other directory than its own.
    String script =
        "folder=$(tshark -G folders 2>/dev/null | sed -n 's/^\\(Global \\)\\{0,1\\}Extcap path:[[:space:]]*//p')\n"
            + "mount --bind \"$1\" \"$folder\"\n"
            + "PATH=$2:$PATH\n"
            + "tshark -D 2>/dev/null\n"
            + "exec tshark -i udpscope-h0 -c 5 -w \"$3\"";
    Path out = directory.resolve("tshark-out");
    Path err = directory.resolve("tshark-err");
    Process tshark =
        bench
            .here()
            .start(
                new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        ours.toString(),
                        bin.toString(),
                        file.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile()));
    while (tshark.isAlive()) {
      bench.send(5005, "seen");
      TimeUnit.MILLISECONDS.sleep(5); // a rate, not a wait
    }
    assertThat(tshark.exitValue()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(out)).contains("udpscope-h0 (udpscope: UDP of h0, with verdicts)");
    assertThat(Files.readString(err)).doesNotContain("Error by extcap pipe");
    assertThat(Tshark.fields(file, "udp.dstport", "frame.interface_name", "frame.comment"))
        .hasSize(5)
        .containsOnly("5005\th0\trule any, passed");
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  /** Told to stop by Wireshark, it leaves a whole file, and no failure. */
  @Test
  void aCaptureThatWiresharkStopsIsWhole() throws Exception {
    Path pipe = directory.resolve("pipe");
    Path file = directory.resolve("stopped.pcapng");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader =
        new ProcessBuilder("cat", pipe.toString()).redirectOutput(file.toFile()).start();
    Path extcap = Path.of("packaging", "extcap", "udpscope").toAbsolutePath();
    Path copy = directory.resolve("extcap");
    executable(copy, Files.readString(extcap));
    Path bin = Files.createDirectory(directory.resolve("bin"));
    executable(
        bin.resolve("udpscope"),
        "#!/bin/sh\nexec " + String.join(" ", TestBench.javaCommand()) + " \"$@\"\n");
    Path err = directory.resolve("extcap-err");
    ProcessBuilder builder =
        new ProcessBuilder(
            copy.toString(),
            "--capture",
            "--extcap-interface=udpscope-h0",
            "--fifo",
            pipe.toString(),
            "--ports",
            "9, 5000-6000",
            "--direction",
            "in",
            "--hook=generic");
    builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    Process capture = bench.here().start(builder.redirectError(err.toFile()));
    TestBench.await("it to be attached", bench::isAttached);
    bench.send(7000, "of no rule");
    bench.send(9, "x");
    TestBench.await("the packet", () -> size(file) > 200);
    capture.destroy();
    assertThat(capture.waitFor()).as(Files.readString(err)).isZero();
    assertThat(reader.waitFor()).isZero();
    assertThat(err).isEmptyFile();
    PcapngFile stopped = PcapngFile.read(file);
    assertThat(stopped.isWhole()).isTrue();
    assertThat(stopped.payloads).containsExactly("x");
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static void executable(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
