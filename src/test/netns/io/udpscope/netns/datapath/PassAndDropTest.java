package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Hook;
import io.udpscope.model.Ledger;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is dropped does not arrive, all else does, and the counters say exactly how much. */
@Tag("bpf")
class PassAndDropTest {
  private static final int PORT = 5005;
  private static final int OTHER_PORT = 5006;
  private static final PortRange PORTS = new PortRange(PORT, PORT);
  private static final int COUNT = 200;
  private static final int IPV4_HEADERS = 14 + 20 + 8;
  private static final int IPV6_HEADERS = 14 + 40 + 8;

  private final Rule rule = new Rule("telemetry", Match.ports(PORTS), Action.PASS);

  static Stream<Arguments> hooksAndAddresses() {
    return Stream.of(HookChoice.NATIVE, HookChoice.GENERIC)
        .flatMap(
            hook ->
                Stream.of(
                    Arguments.of(hook, Wire.HERE, IPV4_HEADERS),
                    Arguments.of(hook, Wire.HERE_6, IPV6_HEADERS)));
  }

  @ParameterizedTest
  @MethodSource("hooksAndAddresses")
  void onAWire(HookChoice hook, String address, int headers) {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0")) {
      assertThat(session.attachment().hook().word()).isEqualTo(hook.word());
      passesThenDropsThenPasses(session, wire.here, wire.there, address, headers);
    }
  }

  @ParameterizedTest
  @MethodSource("hooksAndAddresses")
  void onAWireFromACard(HookChoice hook, String address, int headers) {
    try (Wire wire = Wire.stretch().asFromACard();
        Session session = Session.attach(wire.here, hook, "h0")) {
      passesThenDropsThenPasses(session, wire.here, wire.there, address, headers);
    }
  }

  @Test
  void onLoopback() {
    try (NetworkNamespace network = NetworkNamespace.create("alone");
        Session session = Session.attach(network, HookChoice.AUTO, "lo")) {
      assertThat(session.attachment().hook()).isEqualTo(Hook.GENERIC);
      assertThat(session.attachment().reason()).contains("native");
      passesThenDropsThenPasses(session, network, network, "127.0.0.1", IPV4_HEADERS);
    }
  }

  /** One session, two interfaces: a rule of one leaves the other alone, and both are counted. */
  @Test
  void aRuleOfOneInterfaceLeavesTheOther() {
    try (Wire wire = Wire.stretch()) {
      NetworkNamespace.linkPair(
          wire.here.end("h1", "10.76.0.1/24"), wire.there.end("p1", "10.76.0.2/24"));
      try (Session session = Session.attach(wire.here, HookChoice.AUTO, "h0", "h1");
          UdpReceiver onFirst = UdpReceiver.listen(wire.here, Wire.HERE, PORT);
          UdpReceiver onSecond = UdpReceiver.listen(wire.here, "10.76.0.1", PORT);
          UdpSender sender = UdpSender.in(wire.there)) {
        Match ofSecond = new Match(Optional.of("h1"), Optional.empty(), Optional.empty(), PORTS);
        Rule drop = new Rule("second", ofSecond, Action.DROP);
        session.apply(drop, rule);
        sender.send("10.76.0.1", PORT, "dropped");
        sender.send(Wire.HERE, PORT, "passed");
        assertThat(onFirst.hears("passed")).isTrue();
        assertThat(Eventually.becomes(1L, () -> session.packets(drop))).isEqualTo(1);

        session.apply(rule, drop);
        sender.send("10.76.0.1", PORT, "passed by the rule before");
        assertThat(onSecond.hears("passed by the rule before")).isTrue();
        assertThat(onSecond.received()).hasSize(1);
        assertThat(session.packets(drop)).isEqualTo(1);
        assertThat(session.packets(rule)).isEqualTo(2);
        Ledger ledger = session.settledLedger();
        assertThat(ledger.nic()).isEqualTo(ledger.seen().packets());
      }
    }
  }

  private void passesThenDropsThenPasses(
      Session session, NetworkNamespace here, NetworkNamespace there, String address, int headers) {
    try (UdpReceiver receiver = UdpReceiver.listen(here, address, PORT);
        UdpReceiver bystander = UdpReceiver.listen(here, address, OTHER_PORT);
        UdpSender sender = UdpSender.in(there)) {
      session.apply(rule);
      List<String> first = send(sender, address, "first");
      assertThat(Eventually.becomes(first, receiver::received)).isEqualTo(first);

      session.apply(rule.withAction(Action.DROP));
      send(sender, address, "second");
      sender.send(address, OTHER_PORT, "after the second");
      assertThat(bystander.hears("after the second")).isTrue();

      session.apply(rule);
      List<String> third = send(sender, address, "third");
      List<String> all = Stream.concat(first.stream(), third.stream()).toList();
      assertThat(Eventually.becomes(all, receiver::received)).isEqualTo(all);

      long bytes = Stream.of("first 000", "second 000", "third 000").mapToInt(String::length).sum();
      Traffic traffic = new Traffic(3 * COUNT, COUNT * (bytes + 3 * headers));
      assertThat(session.counters(rule)).isEqualTo(new RuleCounters(traffic, 2 * COUNT, COUNT));
      Ledger ledger = session.settledLedger();
      assertThat(ledger.nic()).isEqualTo(ledger.seen().packets());
      assertThat(ledger.matched()).isEqualTo(traffic);
      assertThat(ledger.unmatched().packets()).isEqualTo(1);
      assertThat(ledger.tap().reserved()).isEqualTo(3 * COUNT);
      assertThat(ledger.tap().lost()).isZero();
    }
  }

  private static List<String> send(UdpSender sender, String address, String word) {
    List<String> payloads =
        IntStream.range(0, COUNT).mapToObj(i -> String.format("%s %03d", word, i)).toList();
    payloads.forEach(payload -> sender.send(address, PORT, payload));
    return payloads;
  }
}
