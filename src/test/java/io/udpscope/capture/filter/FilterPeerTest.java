package io.udpscope.capture.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown is what tcpdump prints of the same packets. */
class FilterPeerTest {
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int LINKTYPE_RAW = 101;

  @TempDir Path directory;

  private static List<Frame> ethernet() {
    List<Frame> frames = new ArrayList<>();
    for (int port : new int[] {53, 514, 5005, 8125}) {
      frames.add(Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40112, port).payload("a" + port));
      frames.add(Frame.ethernet().ip("10.9.0.7", "192.0.2.1").udp(port, 9).payload(port / 4));
      frames.add(Frame.ethernet().ipv6().udp(port, 4739).payload("six"));
      frames.add(Frame.ethernet().vlan(7).ipv4().udp(1, port).payload("tagged"));
      frames.add(Frame.ethernet().serviceVlan(9).vlan(7).ipv6().udp(1, port).payload("twice"));
    }
    frames.add(Frame.ethernet().ipv4().options(8).udp(53, 53).payload("options"));
    frames.add(Frame.ethernet().ipv6().hopByHop().udp(53, 53).payload("extended"));
    frames.add(Frame.ethernet().ip("10.0.0.7", "255.255.255.255").udp(68, 67).payload(300));
    frames.add(Frame.ethernet().ip("fe80::1", "ff02::fb").udp(5353, 5353).payload("mdns"));
    frames.add(Frame.ethernet().ip("10.0.0.7", "224.0.0.251").udp(5353, 5353).ttl(1).payload("m"));
    return frames;
  }

  private static List<Frame> rawIp() {
    List<Frame> frames = new ArrayList<>();
    for (int port : new int[] {53, 514, 5005}) {
      frames.add(Frame.rawIp().ip("10.0.0.7", "10.0.0.2").udp(40112, port).payload("raw"));
      frames.add(Frame.rawIp().ipv6().udp(port, 4739).payload(port / 4));
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp port 53",
        "port 53 or port 514",
        "port domain",
        "portrange 5000-6000",
        "udp port 53 and src net 10.0.0.0/8",
        "src net 10/8",
        "not net 10.0.0.0/16",
        "host 2001:db8::1",
        "src host 10.0.0.7 and dst host 10.0.0.2",
        "net 2001:db8::/32",
        "ip6",
        "ip and not port 53",
        "ip proto \\udp",
        "ip6 protochain \\udp",
        "vlan",
        "vlan 7",
        "vlan 9 and vlan 7",
        "vlan and udp port 53",
        "ether src 02:00:00:00:00:01",
        "ether proto 0x86dd",
        "less 64",
        "greater 300",
        "len > 100 and len < 400",
        "udp[8:2] = 0x6135",
        "udp[0:2] < 1024",
        "udp[20] != 0",
        "ip[8] = 1",
        "ip[0] & 0xf != 5",
        "ip multicast or ip6 multicast",
        "ip broadcast or ip6[6] == 0",
        "ether multicast",
        "tcp",
        "not (udp port 53 || src port 9) && !ip6",
        "inbound",
        "dst port 67 and ip[16:4] = 0xffffffff"
      })
  void showsWhatTcpdumpPrints(String expression) throws Exception {
    for (int snaplen : new int[] {65_535, 64, 44}) {
      compare(expression, snaplen, ethernet(), LINKTYPE_ETHERNET);
      compare(expression, snaplen, rawIp(), LINKTYPE_RAW);
    }
    if (expression.equals("udp port 53")) {
      assertThat(tcpdump(expression, directory.resolve("packets"))).as("of raw IP").hasSize(2);
    }
  }

  private void compare(String expression, int snaplen, List<Frame> frames, int linkType)
      throws Exception {
    List<PacketRecord> records = new ArrayList<>();
    for (Frame frame : frames) {
      records.add(Records.of(frame, linkType == LINKTYPE_RAW, snaplen, Verdict.PASSED));
    }
    assertThat(shown(expression, records))
        .as("%s of %s bytes, link type %s", expression, snaplen, linkType)
        .isEqualTo(tcpdump(expression, file(records, linkType)));
  }

  private static Set<Integer> shown(String expression, List<PacketRecord> records) {
    PacketStore store = new PacketStore(PacketStore.MIN_BYTES);
    for (PacketRecord record : records) {
      store.append(record.buffer(), record.offset(), PacketRecord.size(record.captured()));
    }
    Set<Integer> shown = new TreeSet<>();
    try (PacketFilter filter = PacketFilter.compile(expression)) {
      FilteredRows rows = new FilteredRows(store, filter, store.endRow());
      rows.advance(Long.MAX_VALUE / 2);
      for (long place = rows.first(); place < rows.end(); place++) {
        shown.add((int) rows.row(place));
      }
    } catch (FilterException e) {
      // as tcpdump, which prints nothing then
    }
    return shown;
  }

  private Path file(List<PacketRecord> records, int linkType) throws IOException {
    ByteBuffer pcap = ByteBuffer.allocate(1 << 20).order(ByteOrder.nativeOrder());
    pcap.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    pcap.putInt(65_535).putInt(linkType);
    for (int i = 0; i < records.size(); i++) {
      byte[] frame = records.get(i).frame();
      pcap.putInt(i).putInt(0).putInt(frame.length).putInt((int) records.get(i).length());
      pcap.put(frame);
    }
    Path file = directory.resolve("packets");
    return Files.write(file, Arrays.copyOf(pcap.array(), pcap.position()));
  }

  /** Each packet's time is its number. */
  private Set<Integer> tcpdump(String expression, Path file) throws Exception {
    Path printed = directory.resolve("printed");
    Process process =
        new ProcessBuilder("tcpdump", "-n", "-tt", "-r", file.toString(), expression)
            .redirectOutput(printed.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    process.waitFor();
    Set<Integer> numbers = new TreeSet<>();
    for (String line : Files.readAllLines(printed)) {
      if (Character.isDigit(line.charAt(0))) {
        numbers.add(Integer.parseInt(line.substring(0, line.indexOf('.'))));
      }
    }
    return numbers;
  }
}
