package io.udpscope.netns.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.PcapngWriter;
import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.Kind;
import io.udpscope.capture.filter.PacketFilter;
import io.udpscope.model.Direction;
import io.udpscope.model.PacketRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We and tshark say the same of every packet of every file. */
@Tag("bpf")
class FileAgreementTest {
  private static final String[] FIELDS = {
    "frame.time_epoch",
    "frame.interface_id",
    "frame.len",
    "frame.cap_len",
    "frame.protocols",
    "ip.src",
    "ip.dst",
    "ipv6.src",
    "ipv6.dst",
    "udp.srcport",
    "udp.dstport",
    "udp.length",
    "ip.flags.mf",
    "ip.frag_offset",
    "ipv6.fraghdr.nxt",
    "sll.pkttype"
  };
  private static final String SENT_BY_US = "4";
  private static final List<String> FILTERS =
      List.of(
          "udp port 5005",
          "udp port 5005 and src host fd79::1",
          "udp dst port 777",
          "udp and net 10.79.0.0/24 and port 53",
          "udp and host 127.0.0.1 and greater 40");

  @TempDir Path directory;

  @Test
  void ofEveryPacketOfEveryFile() throws Exception {
    Captures captures = new Captures(directory);
    List<Path> files = new ArrayList<>(captures.ofTcpdump());
    String any1 = directory.resolve("any1.pcap").toString();
    String h0 = directory.resolve("h0.pcap").toString();
    String lo = directory.resolve("lo.pcap").toString();
    String t0 = directory.resolve("t0.pcap").toString();
    String nano = directory.resolve("nano.pcap").toString();
    files.add(captures.made("all.pcapng", "mergecap", "-w", "OUT", any1, h0, lo, t0, nano));
    files.add(captures.made("nano.pcapng", "editcap", "-F", "pcapng", nano, "OUT"));
    files.add(captures.made("nsec.pcap", "editcap", "-F", "nsecpcap", h0, "OUT"));
    files.add(captures.made("snapped.pcapng", "editcap", "-s", "48", h0, "OUT"));
    files.add(captures.packed(directory.resolve("any2.pcap")));
    files.add(captures.packed(directory.resolve("all.pcapng")));

    for (Path file : files) {
      assertThat(ours(file)).as(file.toString()).isEqualTo(tsharks(file)).isNotEmpty();
    }
    Path all = directory.resolve("all.pcapng");
    assertThat(tsharks(writtenAgain(all))).isEqualTo(udpOf(tsharks(all)));
    files.removeIf(file -> !file.toString().endsWith(".pcap") || file.endsWith("cut.pcap"));
    for (Path file : files) {
      for (String filter : FILTERS) {
        assertThat(accepted(file, filter)).as(file + " " + filter).isEqualTo(counted(file, filter));
      }
    }
  }

  private static List<String> udpOf(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("udp ")).toList();
  }

  private static List<String> ours(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    PacketRecord record = new PacketRecord();
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN)) {
      while (file.next()) {
        lines.add(
            file.kind() == Kind.UDP
                ? line(record.wrap(file.record(), 0))
                : file.kind() == Kind.FRAGMENT ? "fragment" : "other");
      }
      assertThat(file.ending()).isEmpty();
    }
    return lines;
  }

  private static String line(PacketRecord packet) {
    String way =
        packet.direction() == Direction.UNKNOWN
            ? ""
            : packet.direction().word().toLowerCase(Locale.ROOT);
    return String.join(
        " ",
        "udp",
        String.format(
            "%d.%09d",
            packet.monotonicNanos() / 1_000_000_000, packet.monotonicNanos() % 1_000_000_000),
        packet.ifindex() + " " + packet.length() + " " + packet.captured(),
        packet.source() + " " + packet.destination(),
        packet.sourcePort() + " " + packet.destinationPort(),
        packet.udpLength() + " " + way);
  }

  private static List<String> tsharks(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
    command.addAll(List.of("-T", "fields", "-E", "occurrence=f", "-E", "separator=|"));
    for (String field : FIELDS) {
      command.addAll(List.of("-e", field));
    }
    return run(command).stream().map(line -> tsharks(line.split("\\|", -1))).toList();
  }

  private static String tsharks(String[] of) {
    boolean udp = of[4].contains(":udp") && !of[4].contains("icmp");
    boolean more = of[12].equals("1") || of[12].equals("True");
    boolean behind = !of[13].isEmpty() && !of[13].equals("0");
    if (more || behind || !of[14].isEmpty()) {
      return "fragment";
    }
    boolean lies = udp && !of[11].isEmpty() && Integer.parseInt(of[11]) < 8;
    if (!udp || lies || of[9].isEmpty() || of[11].isEmpty()) {
      return "other";
    }
    String way = of[15].isEmpty() ? "" : of[15].equals(SENT_BY_US) ? "out" : "in";
    return String.join(
        " ",
        "udp",
        of[0],
        (of[1].isEmpty() ? 1 : Integer.parseInt(of[1]) + 1) + " " + of[2] + " " + of[3],
        of[5] + of[7] + " " + of[6] + of[8],
        of[9] + " " + of[10],
        of[11] + " " + way);
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("agreement", "");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    Files.delete(errors);
    return said.lines().toList();
  }

  /** The UDP packets of a file in a file of ours, each with its link header. */
  private Path writtenAgain(Path path) throws IOException {
    Path again = directory.resolve("again.pcapng");
    PacketRecord record = new PacketRecord();
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN);
        PcapngWriter writer =
            new PcapngWriter(Files.newOutputStream(again), "udpscope test", 65_535)) {
      for (int i = 1; i <= 5; i++) {
        file.next(); // mergecap describes all interfaces before the first packet
        var one = file.interfaces().get(i - 1);
        writer.addInterface(i, one.name(), one.link().orElseThrow(), Optional.empty());
      }
      file.seek(firstPosition(path), 1);
      while (file.next()) {
        if (file.kind() == Kind.UDP) {
          record.wrap(file.record(), 0);
          writer.write(record, record.monotonicNanos(), "");
        }
      }
    }
    return again;
  }

  private static long firstPosition(Path path) throws IOException {
    try (CaptureFile file = CaptureFile.open(path, 0)) {
      file.next();
      return file.position();
    }
  }

  private static long accepted(Path path, String expression) throws Exception {
    long accepted = 0;
    PacketRecord record = new PacketRecord();
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN);
        PacketFilter filter = PacketFilter.compile(expression)) {
      while (file.next()) {
        if (file.kind() == Kind.UDP && filter.accepts(record.wrap(file.record(), 0))) {
          accepted++;
        }
      }
    }
    return accepted;
  }

  /** Only whole datagrams: they are what has a record. */
  private static long counted(Path path, String expression)
      throws IOException, InterruptedException {
    String whole = " and not (ip and ip[6:2] & 0x3fff != 0)";
    return run(List.of("tcpdump", "-n", "-Z", "root", "-r", path.toString(), expression + whole))
        .stream()
        .filter(line -> !line.startsWith(" ") && !line.startsWith("\t"))
        .count();
  }
}
