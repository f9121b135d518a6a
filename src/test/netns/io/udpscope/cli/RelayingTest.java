package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code udpscope run} where only a socket can send: to services on loopback, and to all. */
@Tag("bpf")
class RelayingTest {
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

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** Started, with nothing to complain about. */
  private TestBench.Real run(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("run", "h0"));
    words.addAll(List.of(arguments));
    TestBench.Real run = bench.start(words.toArray(new String[0]));
    run.awaitLine("running on");
    assertThat(run.complaints()).isEmpty();
    return run;
  }

  private static void endsWith(TestBench.Real run, String pattern) throws Exception {
    run.signal("TERM");
    assertThat(run.exitCode()).isEqualTo(143);
    assertThat(run.errText()).containsPattern(pattern);
    assertThat(run.complaints()).isEmpty();
  }

  @Test
  void movesARangeToAServiceOnLoopback() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 5007);
        DatagramSocket passed = bench.receiver(5007)) {
      TestBench.Real run = run("-p", "5005-5010", "--to", "127.0.0.1", "--drop");
      bench.send(5007, "moved");
      assertThat(receive(service)).isEqualTo("moved");
      endsWith(run, "matched 1, passed 0, .* forwarded 0, relayed 1, .* failed 0, seconds");
      bench.send(5007, "afterwards");
      assertThat(receive(passed)).isEqualTo("afterwards");
    }
  }

  @Test
  void copiesARangeToAServiceOnLoopback() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 5007);
        DatagramSocket passed = bench.receiver(5007)) {
      TestBench.Real run = run("-p", "5005-5010", "--to", "127.0.0.1");
      bench.send(5007, "copied");
      assertThat(receive(service)).isEqualTo("copied");
      assertThat(receive(passed)).isEqualTo("copied");
      endsWith(run, "matched 1, passed 1, .* relayed 0, .* copied 1, failed 0, seconds");
    }
  }

  /** XDP cannot copy; the relay can. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "generic", "tc"})
  void copiesOnEveryHook(String hook) throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6000);
        DatagramSocket passed = bench.receiver(5000)) {
      TestBench.Real run = run("-p", "5000", "--to", "127.0.0.1:6000", "--hook", hook);
      assertThat(run.errText()).isEqualTo("running on h0 (" + hook + "); rules port-5000\n");
      bench.send(5000, "copied");
      assertThat(receive(service)).isEqualTo("copied");
      assertThat(receive(passed)).isEqualTo("copied");
      endsWith(run, "matched 1, passed 1, .* copied 1, failed 0, seconds");
    }
  }

  @Test
  void translatesARangeOnTheWayToLoopback() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6007)) {
      TestBench.Real run = run("-p", "5005-5010:6005", "--to", "127.0.0.1", "--drop");
      bench.send(5007, "");
      bench.send(5007, "moved");
      assertThat(receive(service)).isEmpty();
      assertThat(receive(service)).isEqualTo("moved");
      endsWith(run, "matched 2, .* relayed 2, .* failed 0, seconds");
    }
  }

  /** What came in as IPv4 goes on as IPv6, since the relay's socket is of the target's version. */
  @Test
  void translatesToTheOtherVersionsLoopback() throws Exception {
    try (DatagramSocket service = bench.receiver("::1", 53)) {
      TestBench.Real run = run("-p", "5353:53", "--to", "[::1]", "--drop");
      bench.send(5353, "query");
      assertThat(receive(service)).isEqualTo("query");
      endsWith(run, "matched 1, .* relayed 1, .* failed 0, seconds");
    }
  }

  @Test
  void sendsToAll() throws Exception {
    try (DatagramSocket first = bench.receiver("127.0.0.1", 6000);
        DatagramSocket second = bench.receiver("::1", 6000)) {
      TestBench.Real run =
          run(
              "-p",
              "5000",
              "--strategy",
              "all",
              "--to",
              "127.0.0.1:6000",
              "--to",
              "[::1]:6000",
              "--drop");
      bench.send(5000, "both");
      assertThat(receive(first)).isEqualTo("both");
      assertThat(receive(second)).isEqualTo("both");
      endsWith(run, "matched 1, .* relayed 1, .* failed 0, seconds");
    }
  }

  /** The client hears each service from the address and port that it spoke to itself. */
  @Test
  void answersOfAllComeBack() throws Exception {
    try (DatagramSocket first = bench.receiver("127.0.0.1", 6000);
        DatagramSocket second = bench.receiver("::1", 6000)) {
      TestBench.Real run =
          run(
              "-p",
              "5000",
              "--strategy",
              "all",
              "--to",
              "127.0.0.1:6000",
              "--to",
              "[::1]:6000",
              "--replies",
              "--drop");
      bench.send(5000, "ping");
      answer(first, "one");
      assertThat(bench.answer()).isEqualTo("one 10.78.0.1:5000");
      answer(second, "two");
      assertThat(bench.answer()).isEqualTo("two 10.78.0.1:5000");
      bench.send(5000, "ping");
      answer(second, "three");
      assertThat(bench.answer()).isEqualTo("three 10.78.0.1:5000");
      TestBench.await("answers", () -> counters(run).contains("answers 2, errors 0"));
      endsWith(run, "matched 2, .* relayed 2, .* failed 0, seconds");
    }
  }

  private static void answer(DatagramSocket service, String text) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    service.receive(packet);
    packet.setData(text.getBytes(StandardCharsets.UTF_8));
    service.send(packet);
  }

  @Test
  void aTargetWhereNobodyListensIsCounted() throws Exception {
    try (DatagramSocket live = bench.receiver("127.0.0.1", 6001)) {
      TestBench.Real run =
          run(
              "-p",
              "5000",
              "--strategy",
              "all",
              "--to",
              "127.0.0.1:6000",
              "--to",
              "127.0.0.1:6001",
              "--drop");
      bench.send(5000, "one");
      assertThat(receive(live)).isEqualTo("one");
      bench.send(5000, "two");
      assertThat(receive(live)).isEqualTo("two");
      TestBench.await("the refusal", () -> counters(run).contains("errors 1 (ECONNREFUSED 1)"));
      endsWith(run, "relayed 2, .* failed 0, relay errors [12] \\(ECONNREFUSED [12]\\), seconds");
    }
  }

  /** What SIGUSR1 has printed by now; asks for more. */
  private static String counters(TestBench.Real run) {
    try {
      run.signal("USR1");
      return run.errText();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
