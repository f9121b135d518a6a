package io.udpscope.netns.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.host.ThisHost;
import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import io.udpscope.netns.datapath.Eventually;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host whose network has troubles that were made for it, as its kernel tells of them. */
@Tag("bpf")
class ThisHostTest {
  private static final int PORT = 5005;
  private static final int DATAGRAMS = 500;

  private final NetworkNamespace network = NetworkNamespace.create("health");
  private final ThisHost host = network.call(ThisHost::open);

  @AfterEach
  void close() {
    host.close();
    network.close();
  }

  private long count(String name) {
    return host.counters(List.of(1)).getOrDefault(name, -1L);
  }

  private void flood(String address) {
    network.run(
        () -> {
          try (DatagramSocket sender = new DatagramSocket()) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(address), PORT);
            for (int i = 0; i < DATAGRAMS; i++) {
              sender.send(new DatagramPacket(new byte[1000], 1000, target));
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void countsWhatNobodyListensFor() {
    network.exec("ip", "addr", "add", "192.0.2.7/24", "dev", "lo");
    assertThat(count("Udp.NoPorts")).isZero();
    assertThat(host.sockets().orElseThrow()).isEmpty();
    flood("192.0.2.7");
    assertThat(count("Udp.NoPorts")).isEqualTo(DATAGRAMS);
    assertThat(count("Udp6NoPorts")).isZero();
    flood("::1");
    assertThat(count("Udp6NoPorts")).isEqualTo(DATAGRAMS);
    assertThat(count("link.rx_packets")).isGreaterThanOrEqualTo(2 * DATAGRAMS);
    assertThat(host.addresses()).contains(IpAddress.parse("192.0.2.7"), IpAddress.parse("::1"));
  }

  @Test
  void namesTheProcessThatReadsTooSlowly() {
    DatagramSocket slow = network.call(ThisHostTest::slowReceiver);
    try {
      flood("127.0.0.1");
      assertThat(count("Udp.RcvbufErrors")).isPositive();
      assertThat(count("Udp.NoPorts")).isZero();
      UdpSocket socket = host.sockets().orElseThrow().get(0);
      assertThat(socket.port()).isEqualTo(PORT);
      assertThat(socket.drops()).isEqualTo(count("Udp.RcvbufErrors"));
      assertThat(socket.queuedBytes()).isPositive();
      assertThat(socket.bufferBytes()).isBetween(4096L, 65_536L);
      assertThat(host.memory().orElseThrow().most()).isPositive();

      Set<Long> inodes = Set.of(socket.inode());
      Eventually.ask(() -> host.seekOwners(inodes, 1_000_000), done -> done);
      SocketOwner owner = host.owner(socket.inode()).orElseThrow();
      assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(owner.name()).isNotEmpty();
    } finally {
      slow.close();
    }
    assertThat(host.sockets().orElseThrow()).isEmpty();
  }

  private static DatagramSocket slowReceiver() throws IOException {
    DatagramSocket socket = new DatagramSocket(null);
    socket.setReceiveBufferSize(4096);
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), PORT));
    return socket;
  }

  @Test
  void knowsItsOwnNetworkAndNoOther() {
    network.exec("ip", "link", "add", "d0", "type", "veth", "peer", "name", "d1");
    network.exec("ip", "link", "set", "d1", "up");
    network.exec("ip", "link", "set", "d0", "up");
    network.exec("ip", "addr", "add", "192.0.2.9/24", "dev", "d0");
    network.exec("ip", "route", "add", "default", "via", "192.0.2.1");
    network.exec("ip", "neigh", "add", "192.0.2.1", "lladdr", "02:00:00:00:00:01", "dev", "d0");
    assertThat(host.facts())
        .contains("kernel Linux version ")
        .contains("address 192.0.2.9/24 dev d0\n")
        .contains("route default via 192.0.2.1 dev d0\n")
        .contains("neighbour 192.0.2.1 02:00:00:00:00:01 dev d0\n")
        .contains("net.core.rmem_max = ")
        .doesNotContain("dev eth0");
  }

  @Test
  void countersOfAnInterfaceThatIsGoneAreAbsent() {
    Map<String, Long> counters = host.counters(List.of(4711));
    assertThat(counters).doesNotContainKey("link.rx_packets").containsKey("Udp.NoPorts");
  }
}
