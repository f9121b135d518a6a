package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams to this host that go on to others, as real sockets send and get them. */
@Tag("bpf")
class ForwardFloodTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;
  private static final int COUNT = 10_000;

  private static Rule forward(Source source, Strategy strategy, String... targets) {
    List<Target> all =
        Stream.of(targets).map(to -> Target.of(IpAddress.parse(to), TARGET_PORT)).toList();
    Forward forward = Forward.to(all).withSource(source).withStrategy(strategy);
    return new Rule("game", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, on, 0", "NATIVE, off, 0", "NATIVE, off, 1",
    "GENERIC, on, 0", "GENERIC, off, 0", "GENERIC, on, 1",
    "TC, on, 0", "TC, off, 0", "TC, on, 1"
  })
  void everyDatagramGoesToOneOfItsTargets(HookChoice hook, String offload, int routing) {
    try (Crossroads roads = Crossroads.build()) {
      if (offload.equals("off")) {
        roads.withoutChecksumOffload();
      }
      if (routing == 1) {
        roads.routing();
      }
      try (Session session = Session.attach(roads.here, hook, "h0")) {
        floodThem(
            roads, session, Crossroads.HERE, Crossroads.ONE, Crossroads.TWO, Crossroads.INSIDE);
        floodThem(
            roads,
            session,
            Crossroads.HERE_6,
            Crossroads.ONE_6,
            Crossroads.TWO_6,
            Crossroads.INSIDE_6);
      }
      for (NetworkNamespace target : List.of(roads.one, roads.two, roads.inside)) {
        assertThat(UdpErrors.of(target)).isZero();
      }
    }
  }

  private static void floodThem(
      Crossroads roads, Session session, String to, String one, String two, String inside) {
    Rule rule = forward(Source.KEEP, Strategy.ROUND_ROBIN, one, two, inside);
    long before = session.applied(rule).forwarded();
    try (Inbox first = Inbox.open(roads.one, one, TARGET_PORT);
        Inbox second = Inbox.open(roads.two, two, TARGET_PORT);
        Inbox third = Inbox.open(roads.inside, inside, TARGET_PORT)) {
      List<Inbox> inboxes = List.of(first, second, third);
      flood(roads.client, to, inboxes);

      assertThat(inboxes).allMatch(inbox -> inbox.arrived() >= COUNT / 3);
      assertThat(inboxes).allSatisfy(inbox -> assertThat(inbox.sources()).hasSize(1));
      RuleCounters counters = session.counters(rule);
      assertThat(counters.forwarded() - before).isEqualTo(COUNT);
      assertThat(counters.failures()).isZero();
    }
  }

  /** Sends a flood and expects every datagram in one of the inboxes, once and unchanged. */
  private static void flood(NetworkNamespace client, String to, List<Inbox> inboxes) {
    int sent = Flood.send(client, 8, to, PORT, COUNT, () -> sum(inboxes));
    Eventually.becomes((long) COUNT, () -> sum(inboxes));
    BitSet numbers = new BitSet();
    inboxes.forEach(inbox -> numbers.or(inbox.numbers()));
    assertThat(sent).isEqualTo(COUNT);
    assertThat(numbers.cardinality()).isEqualTo(COUNT);
    assertThat(sum(inboxes)).isEqualTo(COUNT);
    assertThat(inboxes).allMatch(inbox -> inbox.duplicates() == 0 && inbox.damaged() == 0);
  }

  private static long sum(List<Inbox> inboxes) {
    long sum = 0;
    for (Inbox inbox : inboxes) {
      sum += inbox.arrived();
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void theSourceIsKeptOrMasqueraded(HookChoice hook) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.attach(roads.here, hook, "h0");
        UdpReceiver target = UdpReceiver.listen(roads.one, Crossroads.ONE, TARGET_PORT);
        UdpReceiver target6 = UdpReceiver.listen(roads.one, Crossroads.ONE_6, TARGET_PORT);
        Sniffer sniffer = Sniffer.on(roads.one, "e0");
        UdpSender sender = UdpSender.in(roads.client)) {
      List<String> sources = new ArrayList<>();
      for (Source source :
          List.of(
              Source.KEEP, Source.MASQUERADE, Source.address(IpAddress.parse("198.51.100.9")))) {
        session.applied(forward(source, Strategy.SOURCE_IP, Crossroads.ONE));
        String payload = "from " + source;
        sender.send(Crossroads.HERE, PORT, payload);
        assertThat(target.hears(payload)).as(payload).isTrue();
        sources.add(sniffer.ipv4Of(payload).source());
        assertThat(sniffer.ipv4Of(payload).ttl()).isEqualTo(63);
      }
      assertThat(sources).containsExactly(Crossroads.CLIENT, Crossroads.HERE_BY_H1, "198.51.100.9");
      session.applied(forward(Source.MASQUERADE, Strategy.SOURCE_IP, Crossroads.ONE_6));
      sender.send(Crossroads.HERE_6, PORT, "masqueraded, and IPv6");
      assertThat(target6.hears("masqueraded, and IPv6")).isTrue();
      assertThat(UdpErrors.of(roads.one)).isZero();
    }
  }

  /** Back out of the interface that they came in on. */
  @ParameterizedTest
  @CsvSource({"NATIVE, on", "NATIVE, off", "GENERIC, on", "GENERIC, off", "TC, on", "TC, off"})
  void aTargetOnTheSameSegment(HookChoice hook, String offload) {
    try (Crossroads roads = Crossroads.build()) {
      if (offload.equals("off")) {
        roads.withoutChecksumOffload();
      }
      try (Session session = Session.attach(roads.here, hook, "h0");
          Inbox near = Inbox.open(roads.near, Crossroads.NEAR, TARGET_PORT);
          Inbox near6 = Inbox.open(roads.near, Crossroads.NEAR_6, TARGET_PORT)) {
        session.applied(forward(Source.KEEP, Strategy.SOURCE_IP, Crossroads.NEAR));
        flood(roads.client, Crossroads.HERE, List.of(near));
        session.applied(forward(Source.KEEP, Strategy.SOURCE_IP, Crossroads.NEAR_6));
        flood(roads.client, Crossroads.HERE_6, List.of(near6));
      }
      assertThat(UdpErrors.of(roads.near)).isZero();
    }
  }

  /** Frames of several buffers, where the driver makes such. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void jumboFrames(HookChoice hook) {
    try (Crossroads roads = Crossroads.build().withJumboFrames();
        Session session = Session.attach(roads.here, hook, "h0");
        UdpReceiver one = UdpReceiver.listen(roads.one, Crossroads.ONE, TARGET_PORT);
        UdpSender sender = UdpSender.in(roads.client)) {
      session.applied(forward(Source.MASQUERADE, Strategy.SOURCE_IP, Crossroads.ONE));
      String payload = "0123456789".repeat(897);
      sender.send(Crossroads.HERE, PORT, payload);
      assertThat(one.hears(payload)).isTrue();
      roads.withoutChecksumOffload();
      sender.send(Crossroads.HERE, PORT, payload + "!");
      assertThat(one.hears(payload + "!")).isTrue();
      assertThat(UdpErrors.of(roads.one)).isZero();
    }
  }
}
