package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real datagrams on their way through this host to a target, which is not where they were sent. */
@Tag("bpf")
class ForwardTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6006;
  private static final int COUNT = 300;
  private static final int PER_MILLISECOND = 20;
  private static final Rule RULE =
      new Rule("telemetry", Match.ports(new PortRange(PORT, PORT)), Action.DROP);

  private final ThreeHosts hosts = new ThreeHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(HookChoice.NATIVE, HookChoice.GENERIC, HookChoice.TC)
        .flatMap(
            hook ->
                Stream.of(true, false)
                    .flatMap(
                        whole ->
                            Stream.of(false, true).map(ipv6 -> Arguments.of(hook, whole, ipv6))));
  }

  private static Rule to(String address, Source source) {
    Target target = Target.of(IpAddress.parse(address), TARGET_PORT);
    Forward forward = Forward.to(List.of(target)).withSource(source);
    return RULE.withForward(Optional.of(forward));
  }

  private Session session(HookChoice hook, Rule rule) {
    Session session = Session.attach(hosts.here, hook, "h0");
    session.apply(rule);
    assertThat(Session.areReady(Eventually.ask(session::ways, Session::areReady))).isTrue();
    return session;
  }

  /** In small bursts, at most so many packets a second as {@link #PER_MILLISECOND} says. */
  private static List<String> send(
      UdpSender sender, String address, String word, int count, Runnable meanwhile) {
    List<String> payloads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      payloads.add(String.format("%s %05d", word, i));
      sender.send(address, PORT, payloads.get(i));
      if (i % PER_MILLISECOND == PER_MILLISECOND - 1) {
        meanwhile.run();
        long due = start + TimeUnit.MILLISECONDS.toNanos((i + 1L) / PER_MILLISECOND);
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
    return payloads;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyDatagramArrivesAsItWasSent(HookChoice hook, boolean whole, boolean ipv6) {
    if (whole) {
      hosts.sendWholeChecksums();
    }
    String target = ipv6 ? ThreeHosts.TARGET_6 : ThreeHosts.TARGET;
    String here = ipv6 ? ThreeHosts.HERE_6 : ThreeHosts.HERE;
    Rule rule = to(target, Source.KEEP);
    try (Session session = session(hook, rule);
        UdpReceiver receiver = UdpReceiver.listen(hosts.target, target, TARGET_PORT);
        UdpReceiver notThere = UdpReceiver.listen(hosts.here, here, PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      assertThat(session.attachment().hook().word()).isEqualTo(hook.word());
      List<String> sent = send(sender, here, "payload", COUNT, session::tend);
      assertThat(Eventually.becomes(sent, receiver::received)).isEqualTo(sent);
      assertThat(UdpErrors.of(hosts.target)).isZero();
      assertThat(notThere.received()).isEmpty();
      RuleCounters counters = session.counters(rule);
      assertThat(counters.forwarded()).isEqualTo(COUNT);
      assertThat(counters.failed()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void addressesAndTimeToLiveAreAsARouterLeavesThem(HookChoice hook) {
    for (boolean masquerade : List.of(false, true)) {
      Source source = masquerade ? Source.MASQUERADE : Source.KEEP;
      try (Session session = session(hook, to(ThreeHosts.TARGET, source));
          Sniffer sniffer = Sniffer.on(hosts.target, "t0");
          UdpSender sender = UdpSender.in(hosts.client)) {
        sender.send(ThreeHosts.HERE, PORT, "look");
        assertThat(sniffer.hears("look")).isTrue();
        String from = masquerade ? "10.72.0.1" : ThreeHosts.CLIENT;
        assertThat(sniffer.heard()).containsPattern(ipv4(63, from, ThreeHosts.TARGET));
        assertThat(session.attachment().hook().word()).isEqualTo(hook.word());
      }
    }
  }

  /** TTL, UDP, checksum, addresses, as characters of one byte each. */
  private static Pattern ipv4(int ttl, String from, String to) {
    return Pattern.compile(
        Pattern.quote((char) ttl + "\u0011")
            + ".."
            + Pattern.quote(characters(from) + characters(to)),
        Pattern.DOTALL);
  }

  private static String characters(String address) {
    return new String(IpAddress.parse(address).bytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void noneIsMissingOrDoubleAtTwentyThousandASecond(HookChoice hook) {
    try (Session session = session(hook, to(ThreeHosts.TARGET, Source.KEEP));
        UdpReceiver receiver = UdpReceiver.listen(hosts.target, ThreeHosts.TARGET, TARGET_PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      List<String> sent =
          send(
              sender,
              ThreeHosts.HERE,
              "packet",
              20_000,
              () -> {
                receiver.received();
                session.tend();
              });
      Eventually.ask(receiver::received, all -> all.size() >= sent.size());
      assertThat(receiver.received()).isEqualTo(sent);
      assertThat(UdpErrors.of(hosts.target)).isZero();
    }
  }

  @Test
  void acrossABridgeIntoAContainer() {
    try (NetworkNamespace container = NetworkNamespace.create("container")) {
      hosts.here.exec("ip", "link", "add", "br0", "type", "bridge");
      hosts.here.exec("ip", "addr", "add", "172.20.0.1/24", "dev", "br0");
      hosts.here.exec("ip", "link", "set", "br0", "up");
      NetworkNamespace.linkPair(hosts.here.end("port1"), container.end("eth0", "172.20.0.2/24"));
      hosts.here.exec("ip", "link", "set", "port1", "master", "br0");
      container.exec("ip", "route", "add", "default", "via", "172.20.0.1");
      container.exec("ethtool", "-K", "eth0", "gro", "on");
      for (HookChoice hook : List.of(HookChoice.NATIVE, HookChoice.GENERIC, HookChoice.TC)) {
        Rule rule = to("172.20.0.2", Source.KEEP);
        try (Session session = session(hook, rule);
            UdpReceiver receiver = UdpReceiver.listen(container, "172.20.0.2", TARGET_PORT);
            UdpSender sender = UdpSender.in(hosts.client)) {
          Eventually.ask(
              session::ways,
              ways ->
                  ways.stream().allMatch(way -> way.interfaceName().equals(Optional.of("port1"))));
          List<String> sent = send(sender, ThreeHosts.HERE, hook.word(), COUNT, session::tend);
          assertThat(Eventually.becomes(sent, receiver::received)).as(hook.word()).isEqualTo(sent);
          assertThat(UdpErrors.of(container)).isZero();
        }
      }
    }
  }

  /**
   * Frames there begin with the IP header, and nobody completes their checksums. Only tc can send
   * them all, and that is what a session takes that may choose.
   */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC", "AUTO"})
  void intoATunnelWithoutEthernet(HookChoice hook) throws IOException {
    Process here = tunnel(hosts.here, "10.78.0.1/24", "10.72.0.1", ThreeHosts.TARGET);
    Process there = tunnel(hosts.target, "10.78.0.2/24", ThreeHosts.TARGET, "10.72.0.1");
    Rule rule = to("10.78.0.2", Source.KEEP);
    try (Session session = Session.attach(hosts.here, hook, List.of(rule), "h0");
        UdpReceiver passed = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        UdpReceiver receiver = UdpReceiver.listen(hosts.target, "10.78.0.2", TARGET_PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      boolean takes = session.attachment().hook() == Hook.TC;
      assertThat(takes).isEqualTo(hook == HookChoice.TC || hook == HookChoice.AUTO);
      List<String> sent = send(sender, ThreeHosts.HERE, "tunnel", COUNT, session::tend);
      UdpReceiver expected = takes ? receiver : passed;
      assertThat(Eventually.becomes(sent, expected::received)).isEqualTo(sent);
      assertThat(UdpErrors.of(hosts.target)).isZero();
      assertThat(session.ways().get(0).interfaceName()).contains("tun0");
      assertThat(session.counters(rule).failed().getOrDefault(Failure.EGRESS_REFUSES, 0L))
          .isEqualTo(takes ? 0 : COUNT);
    } finally {
      here.destroy();
      there.destroy();
    }
  }

  /** One end of a tunnel over the wire, a tun interface: socat(1). Returns when it is there. */
  private static Process tunnel(NetworkNamespace network, String address, String from, String to)
      throws IOException {
    String tun = "TUN:" + address + ",tun-name=tun0,tun-type=tun,iff-no-pi,up";
    String udp = "UDP-DATAGRAM:" + to + ":9999,bind=" + from + ":9999";
    Process socat = network.start(new ProcessBuilder("socat", tun, udp).inheritIO());
    String show = "ip -oneline -4 addr show dev tun0 2>&1; true";
    String shown = Eventually.ask(() -> network.exec("sh", "-c", show), s -> s.contains("10.78"));
    assertThat(shown).contains("10.78");
    return socat;
  }

  /** A target that gets another network card is sent to within a second. */
  @Test
  void aChangedNeighbourIsFollowedUnderTraffic() {
    try (Session session = session(HookChoice.GENERIC, to(ThreeHosts.TARGET, Source.KEEP));
        UdpReceiver receiver = UdpReceiver.listen(hosts.target, ThreeHosts.TARGET, TARGET_PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      sender.send(ThreeHosts.HERE, PORT, "before");
      assertThat(receiver.hears("before")).isTrue();
      hosts.target.exec("ip", "link", "set", "t0", "address", "02:00:00:00:00:77");
      hosts.here.exec(
          "ip", "neigh", "replace", ThreeHosts.TARGET, "lladdr", "02:00:00:00:00:77", "dev", "h1");
      long changed = System.nanoTime();
      Eventually.ask(
          () -> {
            session.tend();
            sender.send(ThreeHosts.HERE, PORT, "after");
            return receiver.received();
          },
          all -> all.contains("after"));
      assertThat(receiver.received()).contains("after");
      assertThat(System.nanoTime() - changed).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void whatCannotBeForwardedPassesAndSaysWhy() {
    Rule rule = to("192.0.2.9", Source.KEEP);
    try (Session session = Session.attach(hosts.here, HookChoice.AUTO, "h0");
        UdpReceiver here = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      session.apply(rule);
      sender.send(ThreeHosts.HERE, PORT, "lost its way");
      assertThat(here.hears("lost its way")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.NO_ROUTE, 1L);
      hosts.here.exec("ip", "route", "add", "192.0.2.0/24", "via", "10.72.0.99");
      Eventually.ask(
          () -> {
            session.tend();
            return session.ways();
          },
          ways -> ways.get(0).interfaceName().isPresent());
      sender.send(ThreeHosts.HERE, PORT, "nobody answers");
      assertThat(here.hears("nobody answers")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.NO_NEIGHBOUR, 1L);
      assertThat(session.counters(rule).forwarded()).isZero();
    }
  }

  @Test
  void aWayOutThatRefusesNativeFramesIsAFailureUntilItTakesThem() {
    hosts.target.exec("ethtool", "-K", "t0", "gro", "off");
    Rule rule = to(ThreeHosts.TARGET, Source.KEEP);
    try (Session session = Session.attach(hosts.here, HookChoice.NATIVE, "h0");
        UdpReceiver here = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        UdpReceiver receiver = UdpReceiver.listen(hosts.target, ThreeHosts.TARGET, TARGET_PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      session.apply(rule);
      Eventually.ask(session::ways, Session::areReady);
      sender.send(ThreeHosts.HERE, PORT, "refused");
      assertThat(here.hears("refused")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.EGRESS_REFUSES, 1L);
      hosts.target.exec("ethtool", "-K", "t0", "gro", "on");
      Eventually.ask(session::ways, ways -> !ways.get(0).refusesNative());
      sender.send(ThreeHosts.HERE, PORT, "taken");
      assertThat(receiver.hears("taken")).isTrue();
      assertThat(session.attachment().hook()).isEqualTo(Hook.NATIVE);
    }
  }
}
