package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.output.StandardOutput;
import io.udpscope.packets.Frame;
import io.udpscope.packets.PcapBytes;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udpscope read} where it prints. */
class ReadTest {
  private static final long TIME = 1_792_889_999_123_456_789L;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int read(OutputStream to, String... arguments) {
    List<String> line = new ArrayList<>(List.of("read"));
    line.addAll(Arrays.asList(arguments));
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Main(to, errors, OrderlyEnd.onSignals(), new OperatorSignals((name, action) -> {}))
        .run(line);
  }

  private int read(String... arguments) {
    return read(out, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Two datagrams, and between them what is none. */
  private static byte[] capture() {
    Frame first = Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40112, 9).payload("Hello");
    Frame second = Frame.ethernet().ip("2001:db8::1", "fe80::2").udp(1, 2).payload("hi");
    return new PcapBytes().add(TIME, first).add(TIME, Frame.arp()).add(TIME + 1, second).bytes();
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("a.pcap"), bytes).toString();
  }

  @Test
  void jsonSaysNullOfWhatTheFileDoesNotSay() throws Exception {
    assertThat(read(file(capture()), "-o", "json")).isZero();
    assertThat(out())
        .startsWith(
            "{\"time\":\"2026-10-25T00:59:59.123456789Z\",\"interface\":\"interface 1\","
                + "\"direction\":null,\"rule\":null,\"action\":null,\"verdict\":null,"
                + "\"src\":\"10.0.0.7\",\"srcPort\":40112,\"dst\":\"10.0.0.2\",\"dstPort\":9,"
                + "\"length\":47,\"captured\":47,\"vlan\":[],\"ttl\":64,\"checksum\":\"ok\",")
        .hasLineCount(2);
    assertThat(err())
        .isEqualTo(
            "read 3, udp 2, fragments 0, malformed 0, other 1, lost 0\n"
                + "{\"read\":3,\"udp\":2,\"fragments\":0,\"malformed\":0,\"other\":1,\"lost\":0}\n");
  }

  /** Address, port, length and time of each packet are what tshark says they are. */
  @Test
  void jsonAgreesWithTshark() throws Exception {
    PcapBytes bytes = new PcapBytes();
    for (int i = 0; i < 200; i++) {
      Frame frame = i % 3 == 0 ? Frame.ethernet().vlan(7) : Frame.ethernet();
      boolean ipv6 = i % 2 == 0;
      frame.ip(ipv6 ? "2001:db8::" + i : "10.0.0." + i, ipv6 ? "fe80::2" : "192.0.2.1");
      bytes.add(TIME + i * 1_000_000_007L, frame.udp(1 + i, 60_000 + i).payload("x".repeat(i)));
    }
    String file = file(bytes.bytes());
    assertThat(read(file, "-o", "json")).isZero();
    List<String> ours = out().lines().map(ReadTest::fields).toList();
    assertThat(tshark(file)).isEqualTo(ours);
  }

  private static String fields(String json) {
    Instant time = Instant.parse(value(json, "time"));
    String seconds = time.getEpochSecond() + "." + "%09d".formatted(time.getNano());
    return Stream.of("src", "dst", "srcPort", "dstPort", "length", "captured")
        .map(key -> value(json, key))
        .collect(Collectors.joining(",", seconds + ",", ""));
  }

  private static String value(String json, String key) {
    Matcher found = Pattern.compile("\"" + key + "\":\"?([^\",]*)").matcher(json);
    assertThat(found.find()).as(key).isTrue();
    return found.group(1);
  }

  private static List<String> tshark(String file) throws IOException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file));
    command.addAll(List.of("-T", "fields", "-E", "separator=,", "-E", "aggregator=;"));
    String fields =
        "frame.time_epoch ip.src ipv6.src ip.dst ipv6.dst udp.srcport udp.dstport frame.len"
            + " frame.cap_len";
    for (String field : fields.split(" ")) {
      command.addAll(List.of("-e", field));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader()) {
      return lines.lines().map(line -> line.replace(",,", ",").replace(",,", ",")).toList();
    }
  }

  @Test
  void textClaimsNoVerdict() throws Exception {
    assertThat(read(file(capture()))).isZero();
    assertThat(out())
        .contains("interface 1 IP 10.0.0.7.40112 > 10.0.0.2.9: UDP, length 5\n")
        .contains("interface 1 IP6 2001:db8::1.1 > fe80::2.2: UDP, length 2\n");
  }

  @Test
  void stopsAfterSoManyPackets() throws Exception {
    assertThat(read(file(capture()), "-n", "1")).isZero();
    assertThat(out()).hasLineCount(1);
    assertThat(err()).isEqualTo("read 1, udp 1, fragments 0, malformed 0, other 0, lost 0\n");
  }

  @Test
  void aFileThatIsCutOffIsGoodUpToThere() throws Exception {
    byte[] whole = capture();
    assertThat(read(file(Arrays.copyOf(whole, whole.length - 1)))).isZero();
    assertThat(out()).hasLineCount(1);
    assertThat(err()).contains("udpscope: warning: ").contains("; what came before is good\n");
  }

  @Test
  void aPipeIsPrintedAsItComes() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer =
        new ProcessBuilder("dd", "of=" + pipe, "bs=7", "status=none")
            .redirectInput(Path.of(file(capture())).toFile())
            .start();
    assertThat(read(pipe.toString())).isZero();
    assertThat(out()).hasLineCount(2);
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void whatIsNoCaptureIsOneLine() throws Exception {
    for (byte[] bytes : new byte[][] {{}, "hello, world, this is text".getBytes("US-ASCII")}) {
      err.reset();
      assertThat(read(file(bytes))).isEqualTo(ExitCode.FAILED);
      assertThat(err()).hasLineCount(1).startsWith("udpscope: " + directory);
    }
    err.reset();
    assertThat(read(directory + "/none")).isEqualTo(ExitCode.FAILED);
    assertThat(err()).hasLineCount(1).contains("/none");
    assertThat(out()).isEmpty();
  }

  @Test
  void whatOnlySessionsHaveIsWrongUsage() throws Exception {
    for (String option : List.of("--hook=tc", "-p=53", "--drop", "--duration=1", "--read-only")) {
      String[] line = (file(capture()) + "=" + option).split("=");
      assertThat(read(line)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(read()).isEqualTo(ExitCode.USAGE);
    assertThat(read("a", "b")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aReaderWhoHasGoneEndsItQuietly() throws Exception {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new StandardOutput.ClosedException(new IOException("Broken pipe"));
          }
        };
    assertThat(read(gone, file(capture()))).isZero();
  }
}
