package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.Carrier;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.cli.SessionCarriers.Way;
import io.udpscope.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the operator's session comes to a host, found in files like the host's. */
class SessionCarriersTest {
  private static final String SSH = "192.0.2.7 51234 10.0.0.2 22";
  private static final String HEADING =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
          + "  timeout inode ref pointer drops";

  @TempDir Path root;

  private void write(String file, String... lines) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines));
  }

  private static String socket(String local, String peer, long inode) {
    return "  1: "
        + local
        + " "
        + peer
        + " 07 00000000:00000000 00:00000000 00000000     0        0 "
        + inode
        + " 2 0000000000000000 0";
  }

  private SessionFlows find(String connection, String interfaceName) {
    Way way = new Way(IpAddress.parse("10.0.0.2"), interfaceName);
    Map<String, String> environment =
        connection.isEmpty() ? Map.of() : Map.of("SSH_CONNECTION", connection);
    return new SessionCarriers(root, environment, to -> Optional.of(way)).find();
  }

  private List<String> found(String interfaceName) {
    return find(SSH, interfaceName).carriers().stream().map(Carrier::what).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "somebody 1 here 22"})
  void atTheMachineItselfNothingCarriesIt(String connection) throws IOException {
    write("etc/resolv.conf", "nameserver 192.0.2.53");
    assertThat(find(connection, "eth0")).isEqualTo(SessionFlows.NONE);
  }

  @Test
  void whereNothingCanBeReadOnlyTheClientIsKnown() {
    SessionFlows session = find(SSH, "eth0");
    assertThat(session.client()).contains(IpAddress.parse("192.0.2.7"));
    assertThat(session.carriers()).isEmpty();
  }

  @Test
  void moshIsASocketOfItsPorts() throws IOException {
    // 10.0.0.2:60001, and 10.0.0.2:5005
    write(
        "proc/net/udp",
        HEADING,
        socket("0200000A:EA61", "00000000:0000", 11),
        socket("0200000A:138D", "00000000:0000", 12));
    Carrier mosh = find(SSH, "eth0").carriers().get(0);
    assertThat(mosh.what()).isEqualTo("mosh from 192.0.2.7 (port 60001)");
    assertThat(mosh.source()).contains(IpAddress.parse("192.0.2.7"));
    assertThat(mosh.destination()).contains(IpAddress.parse("10.0.0.2"));
    assertThat(mosh.ports().first()).isEqualTo(60001);
    assertThat(found("eth0")).hasSize(1);
  }

  @Test
  void aSocketThatSpeaksWithTheClientIsFoundWhateverItsFamily() throws IOException {
    // To 192.0.2.7:443, once as it is and once wrapped into IPv6; and to 192.0.2.8.
    write(
        "proc/net/udp",
        HEADING,
        socket("0200000A:A001", "070200C0:01BB", 11),
        socket("0200000A:A003", "080200C0:01BB", 13));
    String wrapped = "0000000000000000FFFF0000";
    write(
        "proc/net/udp6", HEADING, socket(wrapped + "0200000A:A002", wrapped + "070200C0:01BB", 12));
    assertThat(found("eth0"))
        .containsExactly(
            "the socket that speaks with 192.0.2.7 (port 40961)",
            "the socket that speaks with 192.0.2.7 (port 40962)");
  }

  @Test
  void theKernelsOwnSocketsCarryItsTunnels() throws IOException {
    write(
        "proc/net/udp",
        HEADING,
        socket("00000000:CA6C", "00000000:0000", 21),
        socket("00000000:14E9", "00000000:0000", 22));
    own(7, 22);
    assertThat(found("wg0")).isEmpty(); // nobody says that it is a tunnel
    write("sys/class/net/wg0/uevent", "INTERFACE=wg0", "DEVTYPE=wireguard");
    assertThat(found("wg0")).containsExactly("wireguard wg0 (port 51820)");
  }

  @Test
  void theSocketsOfTheProcessBehindATunCarryIt() throws IOException {
    write(
        "proc/net/udp",
        HEADING,
        socket("00000000:04AA", "00000000:0000", 21),
        socket("00000000:14E9", "00000000:0000", 22));
    own(7, 21);
    own(8, 22);
    write("proc/7/fdinfo/5", "pos:\t0", "iff:\ttun0");
    write("proc/8/fdinfo/5", "pos:\t0", "iff:\ttun1");
    write("sys/class/net/tun0/tun_flags", "0x1001");
    assertThat(found("tun0")).containsExactly("the tunnel tun0 (port 1194)");
  }

  private void own(int pid, long inode) throws IOException {
    Path descriptors = Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
    Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[" + inode + "]"));
  }

  @Test
  void nameServersAnswerToPortsThatTheKernelPicks() throws IOException {
    write("etc/resolv.conf", "# by hand", "nameserver 192.0.2.53", "nameserver fe80::1%eth0");
    write("proc/sys/net/ipv4/ip_local_port_range", "40000\t50000");
    List<Carrier> carriers = find(SSH, "eth0").carriers();
    assertThat(carriers)
        .extracting(Carrier::what)
        .containsExactly(
            "the answers of the name server 192.0.2.53", "the answers of the name server fe80::1");
    assertThat(carriers.get(0).ports().toString()).isEqualTo("40000-50000");
  }

  @Test
  void behindAResolverOfThisHostAreThoseThatItAsks() throws IOException {
    write("etc/resolv.conf", "nameserver 127.0.0.53");
    assertThat(found("eth0")).isEmpty();
    write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.54");
    assertThat(found("eth0")).containsExactly("the answers of the name server 192.0.2.54");
  }
}
