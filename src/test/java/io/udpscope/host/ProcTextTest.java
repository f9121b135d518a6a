package io.udpscope.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.model.UdpSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The kernel's texts, as kernels print them, and as they never would. */
class ProcTextTest {
  private final Map<String, Long> counters = new HashMap<>();

  @Test
  void readsPairsOfLines() {
    CounterText.putPairs(
        List.of(
            "Ip: Forwarding DefaultTTL InReceives InHdrErrors",
            "Ip: 2 64 42939 3",
            "Tcp: RtoAlgorithm MaxConn",
            "Tcp: 1 -1",
            "Udp: InDatagrams NoPorts InErrors",
            "Udp: 847 18446744073709551615 0"),
        counters);
    assertThat(counters)
        .containsEntry("Ip.InReceives", 42939L)
        .containsEntry("Ip.InHdrErrors", 3L)
        .containsEntry("Udp.InDatagrams", 847L)
        .doesNotContainKeys("Tcp.MaxConn", "Udp.NoPorts");
  }

  @Test
  void readsLinesOfNameAndNumber() {
    CounterText.putLines(
        List.of("Ip6InReceives                   \t3", "Udp6NoPorts\t12", "nonsense", ""),
        counters);
    assertThat(counters)
        .containsOnly(Map.entry("Ip6InReceives", 3L), Map.entry("Udp6NoPorts", 12L));
  }

  @Test
  void addsUpTheCpusBacklogs() {
    CounterText.putSoftnet(
        List.of("155f0bbd 00000002 00000021 00000000", "03e08d94 0000000f 00000009 00000000"),
        counters);
    assertThat(counters)
        .containsOnly(
            Map.entry("softnet.dropped", 17L), Map.entry("softnet.time_squeeze", 0x21L + 9));
  }

  @Test
  void readsTheMemoryOfSockets() {
    List<String> lines =
        List.of("sockets: used 18", "UDP: inuse 4 mem 37", "FRAG: inuse 0 memory 0");
    assertThat(CounterText.word(lines, "UDP:", "mem")).isEqualTo(37);
    assertThat(CounterText.word(lines, "UDP:", "memory")).isEqualTo(-1);
    assertThat(CounterText.numbers(List.of("575799\t767734\t1151598")))
        .containsExactly(575799, 767734, 1151598);
  }

  @Test
  void readsTheTableOfSockets() {
    List<SocketTable.Row> rows =
        SocketTable.read(
            List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode ref pointer drops",
                " 9651: 0100007F:B3AF 00000000:0000 07 00000000:00000240 00:00000000 00000000     0"
                    + "        0 7026326 2 000000001625f11d 42",
                "  411: 0000000000000000FFFF00000200000A:0035 00000000000000000000000001000000:1F90"
                    + " 01 00000000:00000000 00:00000000 00000000   101        0 31337 2 0 0"));
    assertThat(rows).hasSize(2);
    UdpSocket first = rows.get(0).socket();
    assertThat(first.endpoint()).isEqualTo("127.0.0.1:45999");
    assertThat(first.queuedBytes()).isEqualTo(0x240);
    assertThat(first.drops()).isEqualTo(42);
    assertThat(first.inode()).isEqualTo(7026326);
    assertThat(first.isConnected()).isFalse();
    UdpSocket second = rows.get(1).socket();
    assertThat(second.endpoint()).isEqualTo("10.0.0.2:53");
    assertThat(second.peerPort()).isEqualTo(8080);
    assertThat(rows.get(1).local()).isEqualTo(IpAddress.parse("10.0.0.2"));
    assertThat(rows.get(1).peer()).isEqualTo(IpAddress.parse("::1"));
  }

  @Property
  void neverStumbles(@ForAll List<String> lines) {
    CounterText.putPairs(lines, counters);
    CounterText.putLines(lines, counters);
    CounterText.putSoftnet(lines, counters);
    CounterText.word(lines, "UDP:", "mem");
    CounterText.numbers(lines);
    SocketTable.read(lines);
    assertThat(counters.values()).allMatch(value -> value >= 0);
  }
}
