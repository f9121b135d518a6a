package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients speak to this host, a target answers, and they get the answer from this host. */
@Tag("bpf")
class RepliesTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6006;
  private static final int CLIENTS = 100;

  private final ThreeHosts hosts = new ThreeHosts();

  RepliesTest() {
    // Answers leave by the interface that the request came in on, also from native XDP.
    hosts.client.exec("ethtool", "-K", "c0", "gro", "on");
    hosts.client.exec("ip", "addr", "add", "fe80::3/64", "dev", "c0", "nodad");
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private static Rule rule(int port, Target target, Source source, PortRange replyPorts) {
    Forward forward =
        Forward.to(List.of(target)).withSource(source).withReplies(true).withReplyPorts(replyPorts);
    return new Rule("proxy", Match.ports(new PortRange(port, port)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  private Session session(HookChoice hook, Rule rule) {
    Session session = Session.attach(hosts.here, hook, "h0", "h1");
    session.apply(rule);
    assertThat(Session.areReady(Eventually.ask(session::ways, Session::areReady))).isTrue();
    return session;
  }

  static Stream<Arguments> hooksAndSources() {
    return Stream.of(HookChoice.NATIVE, HookChoice.GENERIC, HookChoice.TC)
        .flatMap(
            hook ->
                Stream.of(Source.KEEP, Source.MASQUERADE)
                    .flatMap(
                        source ->
                            Stream.of(false, true).map(ipv6 -> Arguments.of(hook, source, ipv6))));
  }

  /** A socket that takes datagrams from the address that it speaks to, and from no other. */
  private DatagramChannel client(String address) {
    return hosts.client.call(
        () -> {
          DatagramChannel channel = DatagramChannel.open();
          channel.connect(new InetSocketAddress(address, PORT)).configureBlocking(false);
          return channel;
        });
  }

  private static String receive(DatagramChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    try {
      return channel.read(buffer) == 0
          ? ""
          : new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @MethodSource("hooksAndSources")
  void everyClientGetsItsOwnAnswer(HookChoice hook, Source source, boolean ipv6) throws Exception {
    String here = ipv6 ? ThreeHosts.HERE_6 : ThreeHosts.HERE;
    String target = ipv6 ? ThreeHosts.TARGET_6 : ThreeHosts.TARGET;
    Rule rule =
        rule(
            PORT,
            Target.of(IpAddress.parse(target), TARGET_PORT),
            source,
            new PortRange(61000, 61000 + CLIENTS - 1));
    List<DatagramChannel> clients = new ArrayList<>();
    try (Session session = session(hook, rule);
        EchoServer server = EchoServer.start(hosts.target, target, TARGET_PORT)) {
      for (int i = 0; i < CLIENTS; i++) {
        DatagramChannel client = client(here);
        clients.add(client);
        session.tend();
        for (String word : List.of("first", "second")) {
          String text = word + " of client " + i;
          client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
          String answer = Eventually.ask(() -> receive(client), got -> !got.isEmpty());
          assertThat(answer).isEqualTo(text);
        }
      }
      assertThat(server.peers()).hasSize(CLIENTS);
      assertThat(session.counters(rule).forwarded()).isEqualTo(2 * CLIENTS);
      assertThat(session.counters(rule).replied()).isEqualTo(2 * CLIENTS);
      assertThat(session.counters(rule).failed()).isEmpty();
      assertThat(UdpErrors.of(hosts.client) + UdpErrors.of(hosts.target)).isZero();
    } finally {
      for (DatagramChannel client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aPortRangeThatIsUsedUpIsCountedAndThePacketPasses() throws IOException {
    Target target = Target.of(IpAddress.parse(ThreeHosts.TARGET), TARGET_PORT);
    Rule rule = rule(PORT, target, Source.MASQUERADE, new PortRange(61000, 61000));
    try (Session session = session(HookChoice.GENERIC, rule);
        EchoServer server = EchoServer.start(hosts.target, ThreeHosts.TARGET, TARGET_PORT);
        UdpReceiver local = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        DatagramChannel first = client(ThreeHosts.HERE);
        DatagramChannel second = client(ThreeHosts.HERE)) {
      first.write(ByteBuffer.wrap("one".getBytes(StandardCharsets.UTF_8)));
      assertThat(Eventually.ask(() -> receive(first), got -> !got.isEmpty())).isEqualTo("one");
      second.write(ByteBuffer.wrap("two".getBytes(StandardCharsets.UTF_8)));
      assertThat(local.hears("two")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.NO_PORT, 1L);
      assertThat(server.peers()).containsExactly(new InetSocketAddress("10.72.0.1", 61000));
    }
  }

  /** The name server stands behind another router. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void digThroughTwoHops(HookChoice hook) {
    try (NetworkNamespace far = NetworkNamespace.create("far")) {
      NetworkNamespace.linkPair(
          hosts.target.end("t1", "10.73.0.1/24"), far.end("f0", "10.73.0.2/24"));
      hosts.target.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
      far.exec("ip", "route", "add", "default", "via", "10.73.0.1");
      hosts.here.exec("ip", "route", "add", "10.73.0.0/24", "via", ThreeHosts.TARGET);
      Target target = Target.of(IpAddress.parse("10.73.0.2"), 53);
      Rule rule = rule(53, target, Source.MASQUERADE, Forward.DEFAULT_REPLY_PORTS);
      try (Session session = session(hook, rule);
          NameServer server = NameServer.start(far, "10.73.0.2")) {
        String query = "dig +short +noedns +tries=1 +time=5 @" + ThreeHosts.HERE + " example.org A";
        assertThat(hosts.client.exec(query.split(" "))).contains("192.0.2.33");
        assertThat(session.counters(rule).replied()).isEqualTo(1);
        assertThat(server.address()).isEqualTo("10.73.0.2");
      }
    }
  }
}
