package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udpscope explain}, asked about a session that runs in another process. */
@Tag("bpf")
class ExplainTest {
  private static final String RULES =
      """
      rules:
        - {name: telemetry, match: {src: 192.0.2.0/24, ports: 5005-5010}, action: drop, capture: {sample: 10}}
        - {name: six, match: {dst: "2001:db8::/32"}}
        - {name: dns, match: {interface: h0, ports: 53}, translate: 5353}
        - name: away
          match: {dst: 10.78.0.1, ports: 7000}
          action: drop
          forward: {targets: [{address: 10.78.0.2, port: 7001, interface: h0, mac: "02:00:00:00:00:77"}]}
        - name: nowhere
          match: {dst: 10.78.0.1, ports: 8000}
          action: drop
          forward: {targets: [{address: 203.0.113.9}]}
      """;

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

  private TestBench.Real session() throws IOException {
    Path file = Files.writeString(directory.resolve("rules.yaml"), RULES);
    TestBench.Real session = bench.start("run", "h0", "-c", file.toString());
    session.awaitLine("running on");
    return session;
  }

  /** Its lines, but for the bytes. */
  private List<String> explain(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = "explain";
    command[1] = "h0";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    TestBench.Run run = bench.run(command);
    assertThat(run.exitCode()).as(run.errText()).isEqualTo(ExitCode.DONE);
    return run.outLines().stream().filter(line -> !line.matches("  [0-9a-f]{4}  .*")).toList();
  }

  @Test
  void saysWhichRuleDecidesAndWhyNotTheOthers() throws Exception {
    session();
    assertThat(explain("--from", "10.0.0.9:51000", "--to", "10.78.0.1:53", "--payload", "hi"))
        .containsExactly(
            "h0: 10.0.0.9:51000 → 10.78.0.1:53, frame of 44 bytes",
            "hook generic, generation 1",
            "rule 3 dns decides",
            "  not 1 telemetry: source 10.0.0.9 is not in 192.0.2.0/24; port 53 is not in 5005-5010",
            "  not 2 six: an IPv4 packet has no address in 2001:db8::/32",
            "verdict translated",
            "before (44 bytes)",
            "after (44 bytes)",
            "changed",
            "  UDP destination port 53 → 5353",
            "  UDP checksum 0xbbab → 0xa6f7");
    assertThat(explain("--from", "192.0.2.7:9", "--to", "10.78.0.1:5007"))
        .contains("rule 1 telemetry decides", "verdict dropped", "capture 1 in 10")
        .doesNotContain("changed");
    assertThat(explain("--from", "192.0.2.7:9", "--to", "10.78.0.1:9"))
        .contains("no rule matches it", "verdict passed", "after: the same bytes")
        .contains("  not 1 telemetry: port 9 is not in 5005-5010")
        .contains("  not 4 away: port 9 is not 7000");
    assertThat(explain("--from", "[2001:db8::9]:5", "--to", "[2001:db8::1]:53"))
        .contains(
            "rule 2 six decides", "h0: [2001:db8::9]:5 → [2001:db8::1]:53, frame of 62 bytes");
  }

  @Test
  void saysWhereItIsSentAndWhyNot() throws Exception {
    session();
    assertThat(
            explain(
                "--from", "10.0.0.9:51000", "--to", "10.78.0.1:7000", "--hex", "00:ff", "--ascii"))
        .contains(
            "verdict forwarded, target 10.78.0.2:7001 (next hop ready by h0 02:00:00:00:00:77)",
            "  IPv4 ttl 64 -> 63",
            "  IPv4 destination 10.78.0.1 -> 10.78.0.2",
            "  UDP destination port 7000 -> 7001")
        .anyMatch(line -> line.matches("  Ethernet destination .* -> 02:00:00:00:00:77"));
    assertThat(explain("--from", "10.0.0.9:51000", "--to", "10.78.0.1:8000"))
        .contains(
            "rule 5 nowhere decides",
            "verdict passed, target 203.0.113.9 (next hop no route)",
            "failure no-route: there is no route to the target",
            "after: the same bytes");
  }

  @Test
  void leavesTheSessionAsItWas() throws Exception {
    TestBench.Real session = session();
    for (int i = 0; i < 3; i++) {
      explain("--from", "10.0.0.9:51000", "--to", "10.78.0.1:53");
    }
    session.signal("TERM");
    session.exitCode();
    assertThat(session.errText()).contains("matched 0, passed 0, dropped 0, ");
  }

  @Test
  void jsonForScripts() throws Exception {
    session();
    String line =
        explain("--from", "10.0.0.9:51000", "--to", "10.78.0.1:8000", "-o", "json").get(0);
    assertThat(line)
        .startsWith(
            "{\"interface\":\"h0\",\"hook\":\"generic\",\"generation\":1,\"src\":\"10.0.0.9:51000\","
                + "\"dst\":\"10.78.0.1:8000\",\"outcome\":\"matched\",\"rule\":\"nowhere\","
                + "\"position\":5,\"answer\":false,\"refusals\":[{\"rule\":\"telemetry\",\"position\":1,"
                + "\"reasons\":[\"source 10.0.0.9 is not in 192.0.2.0/24\",")
        .contains(
            "\"verdict\":\"passed\",\"failure\":\"no-route\",\"target\":{\"address\":\"203.0.113.9\","
                + "\"nextHop\":\"no route\"},\"changes\":[],\"before\":\"")
        .endsWith("\"}");
  }

  /** A classic pcap file, little-endian, in microseconds. */
  private Path pcap(byte[]... frames) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    file.putInt(65535).putInt(1);
    for (byte[] frame : frames) {
      file.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
    }
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return Files.write(directory.resolve("a.pcap"), bytes);
  }

  @Test
  void takesAPacketOutOfAFile() throws Exception {
    session();
    Frame first = Frame.ethernet().ip("10.0.0.9", "10.78.0.1").udp(1, 9).payload("x");
    Frame second = Frame.ethernet().vlan(7).ip("10.0.0.9", "10.78.0.1").udp(1, 53).payload("x");
    String file = pcap(first.bytes(), second.bytes()).toString();
    assertThat(explain("--pcap", file)).contains("no rule matches it");
    assertThat(explain("--pcap", file, "--packet", "2")).contains("rule 3 dns decides");
    TestBench.Run none = bench.run("explain", "h0", "--pcap", file, "--packet", "3");
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(none.errText())
        .isEqualTo("udpscope: --pcap " + file + ": it ends before packet 3; see udpscope --help\n");
  }

  @Test
  void withoutASessionItSaysSo() throws Exception {
    TestBench.Run run = bench.run("explain", "h0", "--from", "1.2.3.4:5", "--to", "1.2.3.4:5");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errText()).startsWith("udpscope: ").contains("no udpscope session is on h0");
    assertThat(run.outLines()).isEmpty();
  }
}
