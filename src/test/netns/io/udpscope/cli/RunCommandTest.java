package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code udpscope run} on real traffic, and the rules that a file brings to it. */
@Tag("bpf")
class RunCommandTest {
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

  private Path config(String text) throws IOException {
    return Files.writeString(directory.resolve("rules.yaml"), text);
  }

  private static int receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return packet.getLength();
  }

  @Test
  void obeysAFileUntilItIsToldToStop() throws Exception {
    Path file =
        config(
            """
            rules:
              - {name: moved, match: {ports: 5005-5010}, translate: 6005}
              - {name: away, match: {ports: 7000}, action: drop}
            """);
    TestBench.Real run = bench.start("run", "h0", "-c", file.toString());
    run.awaitLine("running on");
    try (DatagramSocket moved = bench.receiver(6007);
        DatagramSocket away = bench.receiver(7000)) {
      bench.send(7000, "away");
      bench.send(5007, "moved");
      assertThat(receive(moved)).isEqualTo(5);
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      bench.send(7000, "afterwards");
      assertThat(receive(away)).isEqualTo(10);
    }
    assertThat(run.errText().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("running on h0 (native); rules moved, away"),
            line ->
                assertThat(line)
                    .matches(
                        "matched 2, passed 1, dropped 1, translated 1, forwarded 0, relayed 0,"
                            + " replied 0, copied 0, failed 0, seconds \\d+\\.\\d{3}"));
    assertThat(run.out).isEmptyFile();
  }

  @Test
  void readsRulesFromStandardInput() throws Exception {
    Path file = config("{\"rules\": [{\"name\": \"away\", \"match\": {}, \"action\": \"drop\"}]}");
    TestBench.Real run = bench.startWithInput(file, "run", "h0", "-c", "-");
    run.awaitLine("running on");
    assertThat(run.errText()).isEqualTo("running on h0 (native); rules away\n");
    run.signal("INT");
    assertThat(run.exitCode()).isEqualTo(130);
  }

  private void assertRefused(String text, String where) throws Exception {
    Path file = config(text);
    TestBench.Run run = bench.run("run", "h0", "-c", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errText()).isEqualTo("udpscope: -c " + file + ": " + where + "\n");
    assertThat(bench.isAttached()).isFalse();
  }

  @Test
  void aFileThatIsWrongChangesNothing() throws Exception {
    assertRefused(
        "rules:\n  - {name: a, match: {}}\n  - {name: b, match: {ports: 53}, to: x}\n",
        "line 3, column 35, rules[1].to: there is no such key here; there are name,"
            + " match, action, translate, capture, forward");
    assertRefused(
        "rules:\n  - {name: a, match: {interface: h7}}\n",
        "line 2, column 34, rules[0].match.interface: h7 is not of this session, which has h0");
  }

  @Test
  void aHiddenRuleIsAWarning() throws Exception {
    TestBench.Real run = bench.start("run", "h0", "-p", "0-65535", "-p", "53");
    run.awaitLine("running on");
    assertThat(run.errText())
        .isEqualTo(
            "udpscope: warning: -p 53: the rule any before it decides all of its packets\n"
                + "running on h0 (native); rules any, port-53\n");
  }

  @Test
  void anInterfaceThatIsDeletedEndsIt() throws Exception {
    TestBench.Real run = bench.start("run", "h0", "-p", "53");
    run.awaitLine("running on");
    bench.there().exec("ip", "link", "delete", "p0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errText()).contains("\nmatched 0, ");
    assertThat(run.complaints())
        .containsExactly("udpscope: h0 is gone: it was deleted, or moved elsewhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "test"})
  void whatCameBeforeTheLastInterfaceWasDeletedIsInTheFile(String command) throws Exception {
    Path file = directory.resolve("a.pcapng");
    try (DatagramSocket passed = bench.receiver(53)) {
      TestBench.Real run = bench.start(command, "h0", "-p", "53", "-w", file.toString());
      run.awaitLine(command.equals("run") ? "running on" : "listening on");
      bench.send(53, "x");
      assertThat(receive(passed)).isEqualTo(1);
      bench.there().exec("ip", "link", "delete", "p0");
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .containsOnlyOnce("rule port-53, passed")
        .matches("(?s).*\\x05\\x00\\x00\\x00.{4}\\x00\\x00\\x00\\x00.*"); // its statistics
  }

  @Test
  void writesAFileAsWell() throws Exception {
    Path file = directory.resolve("a.pcapng");
    TestBench.Real run = bench.start("run", "h0", "-p", "53", "--drop", "-w", file.toString());
    run.awaitLine("running on");
    bench.send(53, "x");
    bench.send(54, "y");
    TestBench.await("the packet", () -> file.toFile().length() > 200);
    run.signal("TERM");
    assertThat(run.exitCode()).isEqualTo(143);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .containsOnlyOnce("rule port-53, dropped");
  }

  /** Port 7001 over there. Not patient: see {@link #sendUntilItArrives}. */
  private DatagramSocket target() throws IOException {
    DatagramSocket target =
        bench.there().call(() -> new DatagramSocket(7001, InetAddress.getByName(TestBench.THERE)));
    target.setSoTimeout(50);
    return target;
  }

  /** The first packets may pass, since the next hop has yet to be found. */
  private void sendUntilItArrives(int port, DatagramSocket target) {
    TestBench.await(
        "a forwarded packet",
        () -> {
          try {
            bench.send(port, "away");
            return receive(target) == 4;
          } catch (SocketTimeoutException e) {
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void forwardsToATarget() throws Exception {
    try (DatagramSocket target = target()) {
      TestBench.Real run =
          bench.start(
              "run",
              "h0",
              "-p",
              "7000",
              "--drop",
              "--to",
              "10.78.0.2:7001",
              "--source",
              "masquerade");
      run.awaitLine("running on");
      sendUntilItArrives(7000, target);
      run.signal("TERM");
      run.exitCode();
      assertThat(run.complaints()).isEmpty();
      assertThat(run.errText().lines().toList().get(0))
          .matches("running on h0 \\((native|generic: .*)\\); rules port-7000");
      assertThat(run.errText()).containsPattern("matched (\\d+), .* forwarded [1-9]");
    }
  }

  /** What keeps targets from getting packets is said before the first packet comes. */
  @Test
  void targetsThatCannotBeReachedAreWarnedOf() throws Exception {
    bench.here().exec("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1");
    bench.here().exec("ip", "address", "add", "10.99.0.1/24", "dev", "v0");
    bench.here().exec("ip", "link", "set", "v0", "up");
    bench.here().exec("ip", "link", "set", "v1", "up");
    TestBench.Real run =
        bench.start(
            "run",
            "h0",
            "-p",
            "7000",
            "-p",
            "7001",
            "--to",
            "203.0.113.9",
            "--to",
            "10.78.0.1:5",
            "--to",
            "10.99.0.2",
            "--to",
            "nowhere.invalid",
            "--source",
            "masquerade",
            "--replies",
            "--path",
            "kernel",
            "--hook",
            "generic");
    run.awaitLine("running on");
    assertThat(run.complaints())
        .containsExactlyInAnyOrder(
            "udpscope: warning: --to 203.0.113.9: the rule port-7000 copies packets, which --hook"
                + " generic cannot by path kernel: they pass, and nothing is sent",
            "udpscope: warning: --to 203.0.113.9: the rule port-7001 copies packets, which --hook"
                + " generic cannot by path kernel: they pass, and nothing is sent",
            "udpscope: warning: --to nowhere.invalid: no address is known for nowhere.invalid; it"
                + " gets nothing until there is one, which is asked for every 30 s",
            "udpscope: warning: --to 203.0.113.9: there is no route to the target; its packets"
                + " pass until there is one",
            "udpscope: warning: --to 10.78.0.1:5: the target is this host: only a socket reaches"
                + " it; its packets pass",
            "udpscope: warning: --to 10.99.0.2: its answers come in on v0, which is not of this"
                + " session");
  }

  @Test
  void aTargetMayHaveAName() throws Exception {
    Path hosts = Files.writeString(directory.resolve("hosts"), "10.78.0.2 collector.example\n");
    try (DatagramSocket target = target()) {
      TestBench.Real run =
          bench.start(
              null,
              TestBench.withHosts(hosts),
              "run",
              "h0",
              "-p",
              "7000",
              "--drop",
              "--source",
              "masquerade",
              "--to",
              "collector.example:7001");
      run.awaitLine("running on");
      assertThat(run.complaints()).isEmpty();
      sendUntilItArrives(7000, target);
    }
  }
}
