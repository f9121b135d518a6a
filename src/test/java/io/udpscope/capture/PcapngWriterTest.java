package io.udpscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Hook;
import io.udpscope.model.Link;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is tshark, which did not learn the format from us. */
class PcapngWriterTest {
  private static final long TIME = 1_795_169_730_123_456_789L;

  @TempDir Path directory;

  private List<String> run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("errors"))).isEqualTo(0);
    return Files.readAllLines(output);
  }

  @Test
  void tsharkReadsWhatWasWritten() throws Exception {
    Path file = directory.resolve("packets.pcapng");
    Frame query = Frame.ethernet().vlan(7).ip("10.0.0.7", "10.0.0.2").udp(40112, 53).payload(29);
    Frame large = Frame.rawIp().ip("2001:db8::1", "2001:db8::2").udp(9, 5005).payload(1400);
    try (PcapngWriter writer =
        new PcapngWriter(Files.newOutputStream(file), "udpscope test", 256)) {
      writer.addInterface(2, "eth0", Link.ETHERNET, Optional.of(Hook.NATIVE));
      writer.write(Records.of(query, false), TIME, "rule dns, passed");
      writer.addInterface(3, "wg0", Link.RAW_IP, Optional.of(Hook.TC));
      PacketRecord cut = Records.of(large, true, 256, Verdict.DROPPED);
      cut.buffer().putInt(PacketRecord.IFINDEX, 3);
      byte flags = PacketRecord.FLAG_RAW_IP | PacketRecord.FLAG_OUT;
      cut.buffer().put(PacketRecord.FLAGS, flags);
      writer.write(Records.lostBefore(cut, 12), TIME + 1, "rule telemetry, dropped");
      writer.writeStatistics(TIME + 2, 12);
    }
    assertThat(
            run(
                "tshark -r FILE -T fields -E separator=| -e frame.time_epoch -e frame.interface_name"
                    .replace("FILE", file.toString())
                    .split(" ")))
        .containsExactly("1795169730.123456789|eth0", "1795169730.123456790|wg0");
    assertThat(
            run(
                ("tshark -r FILE -T fields -E separator=| -e frame.len -e frame.cap_len -e vlan.id"
                        + " -e ip.src -e ipv6.dst -e udp.srcport -e udp.dstport"
                        + " -e frame.comment -e frame.packet_flags_direction"
                        + " -e frame.drop_count")
                    .replace("FILE", file.toString())
                    .split(" ")))
        .containsExactly(
            "75|75|7|10.0.0.7||40112|53|rule dns, passed|0x00000001|",
            "1448|256|||2001:db8::2|9|5005|rule telemetry, dropped|0x00000002|12");
  }

  /** What tshark calls them is what the kernel's headers do. */
  @Test
  void tsharkReadsTheVerdicts() throws Exception {
    Path file = directory.resolve("verdicts.pcapng");
    Frame frame = Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40112, 53).payload(29);
    try (PcapngWriter writer =
        new PcapngWriter(Files.newOutputStream(file), "udpscope test", 256)) {
      writer.addInterface(2, "eth0", Link.ETHERNET, Optional.of(Hook.GENERIC));
      writer.addInterface(3, "eth1", Link.ETHERNET, Optional.of(Hook.TC));
      for (int ifindex : new int[] {2, 3}) {
        for (Verdict verdict : Verdict.ofProgram()) {
          PacketRecord packet = Records.of(frame, false, 256, verdict);
          packet.buffer().putInt(PacketRecord.IFINDEX, ifindex);
          writer.write(packet, TIME, verdict.word());
        }
      }
      writer.writeStatistics(TIME, 0);
    }
    assertThat(
            run(
                ("tshark -r FILE -T fields -E separator=| -e frame.comment"
                        + " -e frame.verdict.ebpf_xdp -e frame.verdict.ebpf_tc")
                    .replace("FILE", file.toString())
                    .split(" ")))
        .containsExactly(
            "passed|2|",
            "dropped|1|",
            "translated|2|",
            "forwarded|4|",
            "relayed|1|",
            "copied|2|",
            "passed||-1",
            "dropped||2",
            "translated||-1",
            "forwarded||7",
            "relayed||2",
            "copied||-1");
  }

  @Test
  void manyPacketsOfEverySizeComeBackWhole() throws Exception {
    Path file = directory.resolve("sizes.pcapng");
    int total = 0;
    try (PcapngWriter writer =
        new PcapngWriter(Files.newOutputStream(file), "udpscope test", 65535)) {
      writer.addInterface(2, "eth0", Link.ETHERNET, Optional.of(Hook.NATIVE));
      for (int length = 42; length <= 65535; length = length * 9 / 8 + 1) {
        Frame frame = Frame.ethernet().ipv4().udp(1, 2).frameLength(length);
        writer.write(Records.of(frame, false), TIME, "rule any, passed");
        total += length;
      }
    }
    int read = 0;
    for (String length :
        run("tshark", "-r", file.toString(), "-T", "fields", "-e", "frame.cap_len")) {
      read += Integer.parseInt(length);
    }
    assertThat(read).isEqualTo(total);
  }
}
