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
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients ask an address of ours, and it answers, though it is others who do. */
@Tag("bpf")
class RepliesTest {
  private static final int PORT = 53;
  private static final PortRange ANY_REPLY_PORT = Forward.DEFAULT_REPLY_PORTS;

  private static Rule ask(Source source, PortRange replyPorts, String... targets) {
    List<Target> all =
        Stream.of(targets).map(address -> Target.of(IpAddress.parse(address), 53)).toList();
    Forward forward =
        Forward.to(all)
            .withStrategy(Strategy.SOURCE_PORT)
            .withSource(source)
            .withReplies(true)
            .withReplyPorts(replyPorts);
    return new Rule("dns", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  /** dnsmasq(8) behind a router of its own, two networks away from whoever asks. */
  private static final class NameServer implements AutoCloseable {
    private static final String ADDRESS = "10.79.0.2";
    private static final String ADDRESS_6 = "fd79::2";

    /** A router asks for neighbours from a link-local address. */
    private static final String ROUTERS_OWN = "fe80::2/64";

    private final NetworkNamespace network = NetworkNamespace.create("name-server");
    private final Dnsmasq dnsmasq;

    NameServer(Crossroads roads) throws IOException {
      NetworkNamespace router = roads.two;
      NetworkNamespace.linkPair(
          router.end("e1", "10.79.0.1/24", "fd79::1/64", ROUTERS_OWN),
          network.end("e0", ADDRESS + "/24", ADDRESS_6 + "/64"));
      router.exec("ip", "addr", "add", ROUTERS_OWN, "dev", "e0", "nodad");
      router.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
      router.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
      network.exec("ip", "route", "add", "default", "via", "10.79.0.1");
      network.exec("ip", "-6", "route", "add", "default", "via", "fd79::1");
      roads.here.exec("ip", "route", "add", "10.79.0.0/24", "via", Crossroads.TWO);
      roads.here.exec("ip", "-6", "route", "add", "fd79::/64", "via", Crossroads.TWO_6);
      dnsmasq = Dnsmasq.serve(network);
    }

    @Override
    public void close() {
      dnsmasq.close();
      network.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, masquerade",
    "NATIVE, keep",
    "GENERIC, masquerade",
    "GENERIC, keep",
    "TC, masquerade",
    "TC, keep"
  })
  void aNameServerTwoNetworksAway(HookChoice hook, String source) throws IOException {
    boolean keeps = source.equals("keep");
    try (Crossroads roads = Crossroads.build();
        NameServer server = new NameServer(roads);
        Session session = Session.attach(roads.here, hook, "h0", "h2")) {
      Rule rule = ask(keeps ? Source.KEEP : Source.MASQUERADE, ANY_REPLY_PORT, NameServer.ADDRESS);
      session.applied(rule);
      assertThat(answers(session, roads, Crossroads.HERE, "example.org A")).contains("192.0.2.33");

      session.applied(ask(Source.MASQUERADE, ANY_REPLY_PORT, NameServer.ADDRESS_6));
      assertThat(answers(session, roads, Crossroads.HERE_6, "six.example.org AAAA"))
          .contains("2001:db8::33");
      RuleCounters counters = session.counters(rule);
      assertThat(counters.replied()).isGreaterThanOrEqualTo(2);
      assertThat(UdpErrors.of(roads.client)).isZero();
      assertThat(UdpErrors.of(server.network)).isZero();
    }
  }

  /** dig(1) refuses an answer that comes from another address than it asked. */
  private static String answers(Session session, Crossroads roads, String server, String question) {
    String dig = "dig +short +noedns +tries=1 +time=1 @" + server + " " + question + "; true";
    return Eventually.ask(
        () -> {
          session.tend();
          return roads.client.exec("sh", "-c", dig);
        },
        answer -> answer.contains("192.0.2.33") || answer.contains("2001:db8::33"));
  }

  /** Each from a port of its own, to two servers; all of them alive at once. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void everyClientGetsItsOwnAnswer(HookChoice hook) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.attach(roads.here, hook, "h0", "h1", "h2");
        Echo one = Echo.serve(roads.one, Crossroads.ONE, PORT);
        Echo two = Echo.serve(roads.two, Crossroads.TWO, PORT);
        Clients clients = Clients.of(roads.client, 2000)) {
      Rule rule = ask(Source.MASQUERADE, ANY_REPLY_PORT, Crossroads.ONE, Crossroads.TWO);
      session.applied(rule);
      for (int round = 0; round < 2; round++) {
        clients.ask(Crossroads.HERE, PORT, "round " + round + ", ", session::tend);
        assertThat(clients.withoutTheirAnswer()).as("rule %s", session.counters(rule)).isEmpty();
      }

      RuleCounters counters = session.counters(rule);
      assertThat(counters.forwarded()).isEqualTo(4000);
      assertThat(counters.replied()).isEqualTo(4000);
      assertThat(counters.failures()).isZero();
      assertThat(one.peers() + two.peers()).isEqualTo(2000);
      assertThat(one.peers()).isBetween(600, 1400);
      assertThat(UdpErrors.of(roads.client)).isZero();
    }
  }

  /** Whoever finds no port is left to this host; when the others are done there is room again. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void aRangeThatIsUsedUpAndFreeAgain(HookChoice hook) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.attach(roads.here, hook, "h0", "h1");
        Echo one = Echo.serve(roads.one, Crossroads.ONE, PORT);
        UdpReceiver here = UdpReceiver.listen(roads.here, Crossroads.HERE, PORT);
        Clients first = Clients.of(roads.client, 20);
        Clients late = Clients.of(roads.client, 1)) {
      Rule all = ask(Source.MASQUERADE, new PortRange(62000, 62019), Crossroads.ONE);
      Rule rule = all.withForward(all.forward().map(forward -> forward.withIdleSeconds(1)));
      session.applied(rule);
      first.ask(Crossroads.HERE, PORT, "first ");
      assertThat(first.withoutTheirAnswer()).isEmpty();
      late.ask(Crossroads.HERE, PORT, "late ");
      assertThat(here.hears("late 0")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.NO_PORT, 1L);

      String answered =
          Eventually.ask(
              () -> {
                session.tend();
                late.ask(Crossroads.HERE, PORT, "late again ");
                return late.withoutTheirAnswer().isEmpty() ? "answered" : "";
              },
              answer -> !answer.isEmpty());
      assertThat(answered).isEqualTo("answered");
      assertThat(one.peers()).isBetween(20, 21);
    }
  }
}
