package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udpscope@.service}: what systemd says of it, and whether its capabilities do. */
@Tag("bpf")
class ServiceUnitTest {
  private static final Path UNIT = Path.of("packaging/systemd/udpscope@.service");

  @TempDir Path directory;

  /**
   * Without the program and the page, which only an installed package has: prove-package has them.
   */
  @Test
  void systemdFindsNothingWrongWithIt() throws Exception {
    String text =
        Files.readString(UNIT)
            .replace("ExecStart=/usr/bin/udpscope", "ExecStart=/bin/true")
            .replaceAll("(?m)^Documentation=.*\n", "");
    Path unit = Files.writeString(directory.resolve("udpscope@.service"), text);
    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", unit.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(verify.waitFor()).isZero();
  }

  @Test
  void itsCapabilitiesAreEnoughToDropAndToRelay() throws Exception {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yaml"),
            """
            rules:
              - {name: gone, match: {ports: 5005}, action: drop}
              - name: moved
                match: {ports: 6005}
                action: drop
                forward: {path: relay, source: keep, targets: [{address: 10.78.0.1, port: 7005}]}
            """);
    open(directory, rules);
    try (TestBench bench = new TestBench(directory);
        DatagramSocket moved = bench.receiver(7005)) {
      TestBench.Real run = bench.start(null, asTheService(), "run", "h0", "-c", rules.toString());
      run.awaitLine("running on");
      bench.send(5005, "dropped");
      bench.send(6005, "relayed");
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      moved.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .isEqualTo("relayed");
      assertThat(packet.getAddress().getHostAddress()).isEqualTo(TestBench.THERE);
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.errText()).contains("dropped 1, ", "relayed 1, ");
    }
  }

  private static void open(Path... files) throws IOException {
    for (Path file : files) {
      String mode = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  /** As systemd would, but that it may read: the directory of a build may be closed to others. */
  private static List<String> asTheService() throws IOException {
    String capabilities =
        Files.readAllLines(UNIT).stream()
            .filter(line -> line.startsWith("CapabilityBoundingSet="))
            .flatMap(line -> List.of(line.substring(line.indexOf('=') + 1).split(" ")).stream())
            .map(name -> ",+" + name.toLowerCase(Locale.ROOT).replaceFirst("cap_", ""))
            .collect(Collectors.joining("", "-all", ",+dac_read_search"));
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    command.addAll(List.of("--no-new-privs", "--bounding-set=" + capabilities));
    command.addAll(List.of("--inh-caps=" + capabilities, "--ambient-caps=" + capabilities));
    return command;
  }
}
