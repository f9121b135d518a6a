package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.RelayError;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a socket can send: to services of this host, to several at once, copies on XDP. */
@Tag("bpf")
class RelayTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;
  private static final int COUNT = 2_000;

  private static Rule relayed(Action action, Forward forward) {
    return RelayedRules.rule(PORT, action, forward);
  }

  private static Forward to(String... targets) {
    return RelayedRules.to(TARGET_PORT, targets);
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, on, AUTO", "NATIVE, off, AUTO", "NATIVE, on, RELAY",
    "GENERIC, on, AUTO", "GENERIC, off, AUTO", "GENERIC, on, RELAY",
    "TC, on, AUTO", "TC, off, AUTO", "TC, on, RELAY"
  })
  void everyDatagramReachesAServiceOnLoopback(HookChoice hook, String offload, Path path) {
    try (Crossroads roads = Crossroads.build()) {
      if (offload.equals("off")) {
        roads.withoutChecksumOffload();
      }
      try (Session session = Session.relay(roads.here, hook, List.of(), "h0")) {
        floodLoopback(roads, session, path, Crossroads.HERE, "127.0.0.1");
        floodLoopback(roads, session, path, Crossroads.HERE_6, "::1");
      }
      assertThat(UdpErrors.of(roads.here)).isZero();
    }
  }

  private static void floodLoopback(
      Crossroads roads, Session session, Path path, String to, String target) {
    Rule rule = relayed(Action.DROP, to(target).withPath(path));
    session.apply(rule);
    RuleCounters before = session.counters(rule);
    try (Inbox inbox = Inbox.open(roads.here, target, TARGET_PORT)) {
      flood(roads.client, to, COUNT, inbox);
      RuleCounters counters = session.counters(rule);
      assertThat(counters.relayed() - before.relayed()).isEqualTo(COUNT);
      assertThat(counters.passed()).isZero();
      assertThat(counters.failures()).isZero();
      assertThat(session.target(rule, 0).relay().sent().packets()).isEqualTo(COUNT);
      assertThat(session.target(rule, 0).relay().errors()).isEmpty();
    }
  }

  /** Sends a flood and expects all of it in each of the inboxes, once and unchanged. */
  private static void flood(NetworkNamespace client, String to, int count, Inbox... inboxes) {
    int sent = Flood.send(client, 8, to, PORT, count, () -> least(inboxes));
    assertThat(sent).isEqualTo(count);
    for (Inbox inbox : inboxes) {
      inbox.expectAll(count);
    }
  }

  private static long least(Inbox... inboxes) {
    return Stream.of(inboxes).mapToLong(Inbox::arrived).min().orElseThrow();
  }

  /** The service and whoever asks are both on this host. */
  @ParameterizedTest
  @CsvSource({"GENERIC, 127.0.0.1", "GENERIC, ::1", "TC, 127.0.0.1", "TC, ::1"})
  void onLoopbackItself(HookChoice hook, String address) {
    try (NetworkNamespace host = NetworkNamespace.create("host");
        Session session = Session.relay(host, hook, List.of(), "lo");
        Inbox inbox = Inbox.open(host, address, TARGET_PORT)) {
      Rule rule = relayed(Action.DROP, to(address));
      session.apply(rule);
      flood(host, address, COUNT, inbox);
      assertThat(session.counters(rule).relayed()).isEqualTo(COUNT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void eachOfAllTargetsGetsEveryDatagram(HookChoice hook) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        Inbox one = Inbox.open(roads.one, Crossroads.ONE, TARGET_PORT);
        Inbox inside = Inbox.open(roads.inside, Crossroads.INSIDE, TARGET_PORT);
        Inbox here = Inbox.open(roads.here, "127.0.0.1", TARGET_PORT);
        Inbox here6 = Inbox.open(roads.here, "::1", TARGET_PORT)) {
      Forward forward =
          to(Crossroads.ONE, Crossroads.INSIDE, "127.0.0.1", "::1").withStrategy(Strategy.ALL);
      Rule rule = relayed(Action.DROP, forward);
      session.apply(rule);
      flood(roads.client, Crossroads.HERE, COUNT, one, inside, here, here6);

      assertThat(one.sources()).containsExactly(Crossroads.HERE_BY_H1);
      assertThat(here.sources()).containsExactly("127.0.0.1");
      assertThat(session.counters(rule).relayed()).isEqualTo(COUNT);
      assertThat(session.targets(rule))
          .allMatch(target -> target.relay().sent().packets() == COUNT);
      assertThat(UdpErrors.of(roads.one) + UdpErrors.of(roads.inside)).isZero();
    }
  }

  /** The original goes up as if nothing had happened. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void aCopyOnAnyHook(HookChoice hook) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        Inbox original = Inbox.open(roads.here, Crossroads.HERE, PORT);
        Inbox copy = Inbox.open(roads.here, "127.0.0.1", TARGET_PORT);
        Inbox away = Inbox.open(roads.one, Crossroads.ONE, TARGET_PORT)) {
      Rule loopback = relayed(Action.PASS, to("127.0.0.1"));
      session.apply(loopback);
      flood(roads.client, Crossroads.HERE, COUNT, original, copy);
      assertThat(session.counters(loopback).copied()).isEqualTo(COUNT);
      assertThat(session.counters(loopback).passed()).isEqualTo(COUNT);

      Rule elsewhere =
          new Rule(
              "elsewhere",
              loopback.match(),
              Action.PASS,
              loopback.translate(),
              loopback.forward().map(any -> to(Crossroads.ONE).withSource(Source.KEEP)));
      session.applied(elsewhere);
      try (UdpSender sender = UdpSender.in(roads.client)) {
        sender.send(Crossroads.HERE, PORT, NumberedPayload.of(COUNT));
      }
      Eventually.becomes(1L, away::arrived);
      assertThat(away.sources()).containsExactly(Crossroads.CLIENT);
      assertThat(away.damaged()).isZero();
      assertThat(UdpErrors.of(roads.one)).isZero();
    }
  }

  /** As a router sends it on: the client's address and port, one hop less, its checksum right. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSourceIsKept(boolean offload) {
    try (Crossroads roads = Crossroads.build()) {
      if (!offload) {
        roads.withoutChecksumOffload();
      }
      try (Session session = Session.relay(roads.here, HookChoice.NATIVE, List.of(), "h0");
          Inbox one = Inbox.open(roads.one, Crossroads.ONE, TARGET_PORT);
          Inbox six = Inbox.open(roads.one, Crossroads.ONE_6, TARGET_PORT);
          Sniffer sniffer = Sniffer.on(roads.one, "e0");
          UdpSender sender = UdpSender.in(roads.client)) {
        Forward forward = to(Crossroads.ONE).withPath(Path.RELAY).withSource(Source.KEEP);
        session.apply(relayed(Action.DROP, forward));
        sender.send(Crossroads.HERE, PORT, "told from where");
        assertThat(sniffer.ipv4Of("told from where"))
            .isEqualTo(new Sniffer.Ipv4(Crossroads.CLIENT, 63));
        sender.send(Crossroads.HERE, PORT, NumberedPayload.of(COUNT));
        Eventually.becomes(2L, one::arrived);
        assertThat(one.damaged()).isEqualTo(1);
        assertThat(one.sources()).containsExactly(Crossroads.CLIENT);

        Forward sixth = to(Crossroads.ONE_6).withPath(Path.RELAY).withSource(Source.KEEP);
        session.apply(relayed(Action.DROP, sixth));
        flood(roads.client, Crossroads.HERE_6, COUNT, six);
        assertThat(six.sources())
            .allSatisfy(
                source ->
                    assertThat(IpAddress.parse(source))
                        .isEqualTo(IpAddress.parse(Crossroads.CLIENT_6)));
      }
      assertThat(UdpErrors.of(roads.one)).isZero();
    }
  }

  /** The first packet comes before the neighbour has answered, and is not lost. */
  @ParameterizedTest
  @CsvSource({
    "NATIVE, KEEP",
    "NATIVE, MASQUERADE",
    "GENERIC, KEEP",
    "GENERIC, MASQUERADE",
    "TC, KEEP",
    "TC, MASQUERADE"
  })
  void nothingWaitsForANeighbour(HookChoice hook, Source.Kind source) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        Inbox one = Inbox.open(roads.one, Crossroads.ONE, TARGET_PORT)) {
      boolean keeps = source == Source.Kind.KEEP;
      Rule rule =
          relayed(
              Action.DROP, to(Crossroads.ONE).withSource(keeps ? Source.KEEP : Source.MASQUERADE));
      session.apply(rule);
      flood(roads.client, Crossroads.HERE, COUNT, one);
      RuleCounters counters = session.counters(rule);
      assertThat(counters.forwarded() + counters.relayed()).isEqualTo(COUNT);
      assertThat(counters.passed()).isZero();
      assertThat(one.sources()).containsExactly(keeps ? Crossroads.CLIENT : Crossroads.HERE_BY_H1);
    }
  }

  /** One of two is nobody; the other misses nothing, and who is to blame stands in the counters. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aDeadTargetHurtsNobodyElse(String address) {
    boolean six = address.equals("::1");
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, HookChoice.NATIVE, List.of(), "h0");
        Inbox alive = Inbox.open(roads.here, address, TARGET_PORT)) {
      IpAddress here = IpAddress.parse(address);
      Target nobody = Target.of(here, 9);
      Target unreachable =
          Target.of(IpAddress.parse(six ? "fd78:1::77" : "10.78.1.77"), TARGET_PORT);
      Target noRoute = Target.of(IpAddress.parse(six ? "2001:db8::1" : "203.0.113.1"), TARGET_PORT);
      List<Target> all = List.of(nobody, Target.of(here, TARGET_PORT), unreachable, noRoute);
      Rule rule =
          relayed(
              Action.DROP,
              Forward.to(all).withSource(Source.MASQUERADE).withStrategy(Strategy.ALL));
      session.apply(rule);
      flood(roads.client, six ? Crossroads.HERE_6 : Crossroads.HERE, COUNT, alive);

      assertThat(errors(session, rule, 0)).containsOnlyKeys(RelayError.REFUSED);
      assertThat(session.target(rule, 0).relay().sent().packets()).isEqualTo(COUNT);
      assertThat(session.target(rule, 1).relay().errors()).isEmpty();
      assertThat(errors(session, rule, 3))
          .containsEntry(RelayError.NETWORK_UNREACHABLE, (long) COUNT);
      assertThat(session.target(rule, 3).relay().sent().packets()).isZero();
      TargetState silent =
          Eventually.ask(
              () -> session.target(rule, 2),
              target -> target.relay().errors().containsKey(RelayError.HOST_UNREACHABLE));
      assertThat(silent.relay().errors()).containsKey(RelayError.HOST_UNREACHABLE);
    }
  }

  private static Map<RelayError, Long> errors(Session session, Rule rule, int target) {
    return Eventually.ask(
            () -> session.target(rule, target), state -> !state.relay().errors().isEmpty())
        .relay()
        .errors();
  }

  /** A rule catches what the relay sends by it. */
  @ParameterizedTest
  @CsvSource({"GENERIC, 127.0.0.1", "GENERIC, ::1", "TC, 127.0.0.1", "TC, ::1"})
  void whatTheRelaySentIsNotRelayedAgain(HookChoice hook, String address) {
    try (NetworkNamespace host = NetworkNamespace.create("host");
        Session session = Session.relay(host, hook, List.of(), "lo");
        Inbox inbox = Inbox.open(host, address, PORT)) {
      Rule rule = relayed(Action.DROP, RelayedRules.to(PORT, address));
      session.apply(rule);
      try (UdpSender sender = UdpSender.in(host)) {
        sender.send(address, PORT, NumberedPayload.of(7));
      }
      RuleCounters counters =
          Eventually.ask(() -> session.counters(rule), all -> all.traffic().packets() == 2);
      assertThat(Eventually.becomes(1L, inbox::arrived)).isEqualTo(1);
      assertThat(counters.relayed()).isEqualTo(1);
      assertThat(counters.failed()).containsExactly(Map.entry(Failure.LOOP, 1L));
      assertThat(session.counters(rule).traffic().packets()).isEqualTo(2);
    }
  }

  /** From nothing to the most that a datagram holds, on interfaces that let it through whole. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void anySize(HookChoice hook) {
    try (Crossroads roads = Crossroads.build().withJumboFrames();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        UdpSender sender = UdpSender.in(roads.client);
        UdpReceiver receiver = UdpReceiver.listen(roads.here, "127.0.0.1", TARGET_PORT)) {
      session.apply(relayed(Action.DROP, to("127.0.0.1")));
      sizesArrive(sender, receiver, Crossroads.HERE, 0, 1, 2, 127, 128, 129, 512, 1472, 8972);
    }
  }

  @ParameterizedTest
  @CsvSource({"GENERIC, 127.0.0.1", "GENERIC, ::1", "TC, 127.0.0.1", "TC, ::1"})
  void theLongestThereIs(HookChoice hook, String address) {
    try (NetworkNamespace host = NetworkNamespace.create("host");
        Session session = Session.relay(host, hook, List.of(), "lo");
        UdpSender sender = UdpSender.in(host);
        UdpReceiver receiver = UdpReceiver.listen(host, address, TARGET_PORT)) {
      host.exec("ip", "link", "set", "lo", "mtu", "65536");
      session.apply(relayed(Action.DROP, to(address)));
      int longest = address.equals("::1") ? 65_487 : 65_507;
      sizesArrive(sender, receiver, address, 0, 9216, 9217, 30_000, longest);
    }
  }

  private static void sizesArrive(UdpSender sender, UdpReceiver receiver, String to, int... sizes) {
    for (int size : sizes) {
      String payload = "0123456789".repeat(size / 10 + 1).substring(0, size);
      int before = receiver.received().size();
      sender.send(to, PORT, payload);
      assertThat(Eventually.ask(receiver::received, all -> all.size() > before))
          .hasSize(before + 1)
          .last()
          .isEqualTo(payload);
    }
  }
}
