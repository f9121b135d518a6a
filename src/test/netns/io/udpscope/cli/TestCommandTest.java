package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udpscope test} on real traffic, as its user sees it. */
@Tag("bpf")
class TestCommandTest {
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

  @Test
  void printsWhatArrivesAndEndsAfterCount() throws Exception {
    TestBench.Run run = bench.run("test", "h0", "-n", "2");
    bench.send(514, "<134>web-3 nginx: GET /");
    bench.send(9, "x");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0))
        .matches(
            "\\d\\d:\\d\\d:\\d\\d\\.\\d{6} h0 IP 10\\.78\\.0\\.2\\.40000 > 10\\.78\\.0\\.1\\.514: UDP,"
                + " length 23, rule any, passed: syslog <134> web-3 nginx: GET /");
    assertThat(run.errLines().get(0)).isEqualTo("listening on h0, hook native");
    assertThat(run.errLines().get(1))
        .matches("captured 2, lost 0 \\(ring\\), seconds \\d+\\.\\d{3}");
  }

  /**
   * Each packet finds the reader asleep. The machine may be busy, and so the best of a few counts.
   */
  @Test
  void aSparsePacketShowsAtOnce() throws Exception {
    TestBench.Run run = bench.run("test", "h0");
    long best = Long.MAX_VALUE;
    for (int i = 1; i <= 5; i++) {
      int shown = i;
      TimeUnit.MILLISECONDS.sleep(200); // what makes it sparse
      long sent = System.nanoTime();
      bench.send(9, "x");
      TestBench.await("the packet", () -> run.outLines().size() == shown);
      best = Math.min(best, System.nanoTime() - sent);
    }
    assertThat(best).isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    run.end.request();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void jsonLinesAndTheSummaryAsAnObject() throws Exception {
    TestBench.Run run = bench.run("test", "h0", "-o", "json", "-n", "1");
    bench.send(5005, "hi");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.outLines()).hasSize(1);
    assertThat(run.outLines().get(0))
        .matches(
            "\\{\"time\":\"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z\",\"interface\":\"h0\".*\\}")
        .contains("\"src\":\"10.78.0.2\",\"srcPort\":40000,\"dst\":\"10.78.0.1\",\"dstPort\":5005")
        .contains("\"length\":44,\"captured\":44,\"vlan\":[],\"ttl\":64,\"checksum\":\"partial\"")
        .endsWith("\"payload\":\"6869\"}");
    assertThat(run.errLines().get(2))
        .matches("\\{\"captured\":1,\"lost\":0,\"seconds\":\\d+\\.\\d{3}\\}");
  }

  @Test
  void timesAreThoseOfTheWallClock() throws Exception {
    TestBench.Run run = bench.run("test", "h0", "-o", "json", "-n", "1");
    long before = System.currentTimeMillis();
    bench.send(9, "x");
    run.exitCode();
    String line = run.outLines().get(0);
    long time = Instant.parse(line.substring(9, 39)).toEpochMilli();
    assertThat(time).isBetween(before - 5, System.currentTimeMillis() + 5);
  }

  @Test
  void checksumOfASenderWithoutOffloadIsOk() throws Exception {
    bench.there().exec("ethtool", "-K", "p0", "tx", "off");
    TestBench.Run run = bench.run("test", "h0", "-o", "json", "-n", "1");
    bench.send(9, "odd");
    run.exitCode();
    assertThat(run.outLines().get(0)).contains("\"checksum\":\"ok\"");
  }

  @Test
  void rulesDropWhatTheyMatchAndLetTheRestBe() throws Exception {
    try (DatagramSocket dropped = bench.receiver(5007);
        DatagramSocket passed = bench.receiver(6000)) {
      TestBench.Run run =
          bench.run("test", "h0", "-p", "53", "-p", "5005-5010", "--drop", "-n", "1");
      bench.send(6000, "not ours");
      bench.send(5007, "ours");
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(run.outLines().get(0)).endsWith("rule ports-5005-5010, dropped");
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      passed.receive(packet);
      assertThat(packet.getLength()).isEqualTo(8);
      // What is sent now passes: nothing stays attached.
      bench.send(5007, "after");
      dropped.receive(packet);
      assertThat(packet.getLength()).isEqualTo(5);
    }
  }

  @Test
  void snaplenCutsWhatIsShownAndNotWhatIsSaid() throws Exception {
    TestBench.Run run = bench.run("test", "h0", "-o", "json", "-n", "1", "--snaplen", "50");
    bench.send(9, "x".repeat(500));
    run.exitCode();
    assertThat(run.outLines().get(0))
        .contains("\"length\":542,\"captured\":50,")
        .contains("\"checksum\":\"unknown\"")
        .endsWith("\"payload\":\"7878787878787878\"}");
  }

  @Test
  void expectHoldsOrDoesNot() throws Exception {
    TestBench.Run held = bench.run("test", "h0", "--duration", "0.5", "--expect", "2");
    bench.send(9, "x");
    bench.send(9, "y");
    assertThat(held.exitCode()).isEqualTo(ExitCode.DONE);
    TestBench.Run failed = bench.run("test", "h0", "--duration", "0.5", "--expect", "2");
    bench.send(9, "x");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_EXPECTED);
    assertThat(failed.errLines().get(1)).startsWith("captured 1, lost 0 (ring), seconds 0.5");
  }

  @Test
  void anUnknownInterfaceAndATakenOneAreRefused() throws Exception {
    TestBench.Run unknown = bench.run("test", "nosuch0");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(unknown.errLines()).hasSize(1);
    assertThat(unknown.errText()).startsWith("udpscope: ").contains("nosuch0");

    TestBench.Real first = bench.start("test", "h0");
    first.awaitListening();
    TestBench.Run second = bench.run("test", "h0");
    assertThat(second.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(second.errLines()).hasSize(1);
    assertThat(second.errText()).startsWith("udpscope: ").contains("h0");
    assertThat(first.process.isAlive()).isTrue();
    assertThat(bench.isAttached()).isTrue();
    first.signal("KILL");
    first.exitCode();
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  @Test
  void anInterfaceThatIsDeletedEndsItWithOneLine() throws Exception {
    TestBench.Run run = bench.run("test", "h0");
    bench.there().exec("ip", "link", "delete", "p0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errText())
        .contains("captured 0, lost 0 (ring), ")
        .endsWith("\nudpscope: h0 is gone: it was deleted, or moved elsewhere\n")
        .containsOnlyOnce("udpscope: ");
  }

  @Test
  void oneOfTwoInterfacesMayGo() throws Exception {
    bench.here().exec("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1");
    TestBench.Run run = bench.run("test", "h0,v0", "-n", "1");
    assertThat(run.errText()).contains("listening on h0,").contains("listening on v0,");
    bench.here().exec("ip", "link", "delete", "v1");
    TestBench.await("the notice", () -> run.errText().contains("v0 is gone; listening on h0"));
    bench.send(9, "x");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void theFileSaysWhatTheTextSays() throws Exception {
    Path file = directory.resolve("a.pcapng");
    TestBench.Run run = bench.run("test", "h0", "-n", "3", "-o", "json", "-w", file.toString());
    bench.send(53, "one");
    bench.send(5005, "three");
    bench.send(9, "");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    List<String> fields =
        tshark(
            file,
            "-T",
            "fields",
            "-E",
            "separator=|",
            "-e",
            "frame.time_epoch",
            "-e",
            "udp.srcport",
            "-e",
            "ip.dst",
            "-e",
            "udp.dstport",
            "-e",
            "frame.len",
            "-e",
            "frame.comment");
    assertThat(fields).hasSize(3);
    for (int i = 0; i < 3; i++) {
      String[] parts = fields.get(i).split("\\|");
      String line = run.outLines().get(i);
      String[] time = parts[0].split("\\.");
      String instant = Instant.ofEpochSecond(Long.parseLong(time[0])).toString();
      assertThat(line)
          .contains(instant.replace("Z", "." + time[1] + "Z"))
          .contains("\"srcPort\":" + parts[1] + ",\"dst\":\"" + parts[2] + "\"")
          .contains("\"dstPort\":" + parts[3] + ",\"length\":" + parts[4] + ",");
      assertThat(parts[5]).isEqualTo("rule any, passed");
    }
  }

  @Test
  void hexIsReadByText2pcapAndPcapngByTshark() throws Exception {
    TestBench.Run hex = bench.run("test", "h0", "-o", "hex", "-n", "2");
    bench.send(53, "hello");
    bench.send(5005, "x".repeat(100));
    hex.exitCode();
    Path dump = Files.write(directory.resolve("dump"), hex.out.toByteArray());
    Path converted = directory.resolve("converted");
    Process process =
        new ProcessBuilder("text2pcap", "-q", dump.toString(), converted.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("text2pcap").toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(0);
    assertThat(tshark(converted, "-T", "fields", "-e", "udp.dstport", "-e", "frame.len"))
        .containsExactly("53\t47", "5005\t142");

    TestBench.Run pcapng = bench.run("test", "h0", "-w", "-", "-n", "1");
    bench.send(53, "hello");
    pcapng.exitCode();
    Path piped = Files.write(directory.resolve("piped"), pcapng.out.toByteArray());
    assertThat(tshark(piped, "-T", "fields", "-e", "udp.dstport")).containsExactly("53");
  }

  @Test
  void aFileThatTakesNoMoreEndsIt() throws Exception {
    TestBench.Run full = bench.run("test", "h0", "-w", "/dev/full");
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.errText())
        .isEqualTo("udpscope: cannot write /dev/full: No space left on device\n");

    TestBench.Run absent = bench.run("test", "h0", "-w", "/nonexistent/a.pcapng");
    assertThat(absent.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(absent.errText())
        .isEqualTo("udpscope: cannot write /nonexistent/a.pcapng: there is no such directory\n");
  }

  /** Traffic as fast as one socket sends it, every packet accounted for. */
  @Test
  void everyPacketIsPrintedOrCountedAsLost() throws Exception {
    TestBench.Run run = bench.run("test", "h0", "-o", "json");
    int sent = 50_000;
    for (int i = 0; i < sent; i++) {
      bench.send(5005, "packet " + i);
    }
    bench.send(1, "last");
    TestBench.await(
        "the last one", () -> run.out.toString(StandardCharsets.UTF_8).contains("\"dstPort\":1,"));
    run.end.request();
    run.exitCode();
    String[] summary = run.errLines().get(1).split("[ ,]+");
    int captured = Integer.parseInt(summary[1]);
    int lost = Integer.parseInt(summary[3]);
    assertThat(captured + lost).isEqualTo(sent + 1);
    assertThat(run.outLines()).hasSize(captured);
  }

  private List<String> tshark(Path file, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("tshark");
    Path errors = directory.resolve("tshark-errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(0);
    return Files.readAllLines(output);
  }
}
