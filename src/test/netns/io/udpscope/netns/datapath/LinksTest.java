package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Hook;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that are not plain Ethernet of 1,500 bytes: VLAN tags, no Ethernet at all, jumbo. */
@Tag("bpf")
class LinksTest {
  private static final int PORT = 5005;
  private static final Rule RULE =
      new Rule("telemetry", Match.ports(new PortRange(PORT, PORT)), Action.PASS);
  private static final Rule DROPPING = RULE.withAction(Action.DROP);

  /** What the test looks at in a record. */
  private record Seen(boolean rawIp, int networkOffset, long length, String payload) {}

  private static List<Seen> seen(Session session) {
    List<Seen> seen = new ArrayList<>();
    session.read(
        packet ->
            seen.add(
                new Seen(
                    packet.isRawIp(),
                    packet.networkOffset(),
                    packet.length(),
                    new String(packet.payload()))));
    return seen;
  }

  /** Tagged frames as a switch sends them; what passes is seen by a packet socket behind XDP. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void taggedFrames(HookChoice hook) throws IOException, InterruptedException {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0");
        Sniffer sniffer = Sniffer.on(wire.here, "h0")) {
      session.apply(RULE);
      sendFrame(wire, Frame.ethernet().vlan(7).ipv4().udp(9, PORT).payload("one tag"));
      sendFrame(wire, Frame.ethernet().vlan(7).ipv6().udp(9, PORT).payload("and v6"));
      sendFrame(
          wire, Frame.ethernet().serviceVlan(9).vlan(7).ipv4().udp(9, PORT).payload("two tags"));
      assertThat(sniffer.hears("two tags")).isTrue();
      session.apply(DROPPING);
      sendFrame(wire, Frame.ethernet().vlan(7).ipv4().udp(9, PORT).payload("dropped"));
      sendFrame(wire, Frame.ethernet().vlan(7).ipv4().udp(9, 9).payload("the last"));
      assertThat(sniffer.hears("the last")).isTrue();

      assertThat(sniffer.heard()).contains("one tag", "and v6").doesNotContain("dropped");
      assertThat(seen(session))
          .containsExactly(
              new Seen(false, 18, 18 + 28 + 7, "one tag"),
              new Seen(false, 18, 18 + 48 + 6, "and v6"),
              new Seen(false, 22, 22 + 28 + 8, "two tags"),
              new Seen(false, 18, 18 + 28 + 7, "dropped"));
      assertThat(session.ledger().unmatched().packets()).isEqualTo(1);
    }
  }

  private static void sendFrame(Wire wire, Frame frame) throws IOException, InterruptedException {
    RawFrame.send(wire.there, "p0", frame);
  }

  /** tun has no native hook: a session falls back to the generic one and says why. */
  @Test
  void noEthernetHeader() throws IOException {
    try (Wire wire = Wire.stretch();
        Tunnel tunnel = Tunnel.dig(wire);
        Session session = Session.attach(wire.here, HookChoice.AUTO, "t0")) {
      assertThat(session.attachment().hook()).isEqualTo(Hook.GENERIC);
      assertThat(session.attachment().reason()).contains("native");
      passesAndDropsInTheTunnel(session, wire);
      assertThat(tunnel.isOpen()).isTrue();
    }
  }

  /** A tunnel over the wire whose ends are tun interfaces: two socat(1). */
  private record Tunnel(Process here, Process there) implements AutoCloseable {
    static Tunnel dig(Wire wire) throws IOException {
      Process here = end(wire.here, "10.78.0.1/24", Wire.HERE, Wire.THERE);
      Process there = end(wire.there, "10.78.0.2/24", Wire.THERE, Wire.HERE);
      addIpv6(wire.here, "fd78::1/64");
      addIpv6(wire.there, "fd78::2/64");
      return new Tunnel(here, there);
    }

    private static Process end(NetworkNamespace network, String address, String from, String to)
        throws IOException {
      String tun = "TUN:" + address + ",tun-name=t0,tun-type=tun,iff-no-pi,up";
      String udp = "UDP-DATAGRAM:" + to + ":9999,bind=" + from + ":9999";
      return network.start(new ProcessBuilder("socat", tun, udp).inheritIO());
    }

    private static void addIpv6(NetworkNamespace network, String address) {
      String show = "ip -oneline -4 addr show dev t0 2>&1; true";
      String shown = Eventually.ask(() -> network.exec("sh", "-c", show), s -> s.contains("10.78"));
      assertThat(shown).contains("10.78");
      network.exec("ip", "addr", "add", address, "dev", "t0", "nodad");
    }

    boolean isOpen() {
      return here.isAlive() && there.isAlive();
    }

    @Override
    public void close() {
      here.destroy();
      there.destroy();
    }
  }

  private static void passesAndDropsInTheTunnel(Session session, Wire wire) {
    String ipv4 = "10.78.0.1";
    String ipv6 = "fd78::1";
    session.apply(RULE);
    try (UdpReceiver receiver = UdpReceiver.listen(wire.here, ipv4, PORT);
        UdpReceiver receiver6 = UdpReceiver.listen(wire.here, ipv6, PORT);
        UdpReceiver bystander = UdpReceiver.listen(wire.here, ipv6, PORT + 1);
        UdpSender sender = UdpSender.in(wire.there)) {
      sender.send(ipv4, PORT, "passes");
      assertThat(receiver.hears("passes")).isTrue();
      sender.send(ipv6, PORT, "passes too");
      assertThat(receiver6.hears("passes too")).isTrue();
      session.apply(DROPPING);
      sender.send(ipv4, PORT, "is dropped");
      sender.send(ipv6, PORT, "is dropped too");
      sender.send(ipv6, PORT + 1, "the last");
      assertThat(bystander.hears("the last")).isTrue();

      assertThat(receiver.received()).containsExactly("passes");
      assertThat(receiver6.received()).containsExactly("passes too");
      assertThat(seen(session))
          .containsExactly(
              new Seen(true, 0, 28 + 6, "passes"),
              new Seen(true, 0, 48 + 10, "passes too"),
              new Seen(true, 0, 28 + 10, "is dropped"),
              new Seen(true, 0, 48 + 14, "is dropped too"));
      assertThat(session.counters(RULE).dropped()).isEqualTo(2);
    }
  }

  /**
   * A sender on this host may hand over many datagrams at once (UDP_SEGMENT). The native hook gets
   * each; the generic one gets them in one piece, as the interface itself counts them.
   */
  @ParameterizedTest
  @CsvSource({"NATIVE, 5", "GENERIC, 1"})
  void datagramsInOnePiece(HookChoice hook, long packets) {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0");
        UdpReceiver receiver = UdpReceiver.listen(wire.here, Wire.HERE, PORT)) {
      session.apply(RULE);
      sendInSegments(wire.there, 5);
      assertThat(Eventually.ask(receiver::received, all -> all.size() == 5)).hasSize(5);
      session.apply(DROPPING);
      sendInSegments(wire.there, 5);
      assertThat(Eventually.becomes(packets, () -> session.counters(RULE).dropped()))
          .isEqualTo(packets);

      assertThat(receiver.received()).hasSize(5);
      assertThat(session.packets(RULE)).isEqualTo(2 * packets);
    }
  }

  /** Datagrams of 1,000 bytes in one call; 17 and 103 are SOL_UDP and UDP_SEGMENT. */
  private static void sendInSegments(NetworkNamespace network, int count) {
    String bytes = Integer.toString(1000 * count);
    String zeros = "OPEN:/dev/zero,readbytes=" + bytes;
    String to = "UDP-SENDTO:" + Wire.HERE + ":" + PORT + ",setsockopt-int=17:103:1000";
    network.exec("socat", "-b", bytes, "-u", zeros, to);
  }

  /** Frames of several buffers, where the driver makes such. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void jumboFrames(HookChoice hook) {
    try (Wire wire = Wire.stretch(9000).asFromACard();
        Session session = Session.attach(wire.here, hook, "h0");
        UdpReceiver receiver = UdpReceiver.listen(wire.here, Wire.HERE, PORT);
        UdpSender sender = UdpSender.in(wire.there)) {
      String payload = "0123456789".repeat(897);
      session.apply(RULE);
      sender.send(Wire.HERE, PORT, payload);
      assertThat(receiver.hears(payload)).isTrue();
      session.apply(DROPPING);
      sender.send(Wire.HERE, PORT, payload);
      assertThat(Eventually.becomes(2L, () -> session.packets(RULE))).isEqualTo(2);

      Seen jumbo = new Seen(false, 14, 9000 - 2 + 14, payload);
      assertThat(seen(session)).containsExactly(jumbo, jumbo);
      assertThat(receiver.received()).hasSize(1);
    }
  }
}
