package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Strategy;
import io.udpscope.model.TargetState;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients ask an address of ours, and a service answers that listens on loopback only. */
@Tag("bpf")
class RelayRepliesTest {
  private static final int PORT = 53;
  private static final int SERVICE_PORT = 5353;

  private static Forward answered(String... targets) {
    return RelayedRules.to(SERVICE_PORT, targets)
        .withStrategy(Strategy.SOURCE_PORT)
        .withReplies(true);
  }

  private static Rule rule(Forward forward) {
    return RelayedRules.rule(PORT, Action.DROP, forward);
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, 127.0.0.1, 127.0.0.2",
    "GENERIC, 127.0.0.1, 127.0.0.2",
    "TC, 127.0.0.1, 127.0.0.2",
    "NATIVE, 127.0.0.1, 10.78.1.2",
    "NATIVE, ::1, fd78:1::2"
  })
  void everyClientGetsItsOwnAnswer(HookChoice hook, String first, String second) {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        Echo one = Echo.serve(roads.here, first, SERVICE_PORT);
        Echo two = Echo.serve(networkOf(roads, second), second, SERVICE_PORT);
        Clients clients = Clients.of(roads.client, 1000)) {
      Rule rule = rule(answered(first, second).withPath(Path.RELAY));
      session.apply(rule);
      String here = first.equals("::1") ? Crossroads.HERE_6 : Crossroads.HERE;
      for (int round = 0; round < 2; round++) {
        clients.ask(here, PORT, "round " + round + ", ");
        assertThat(clients.withoutTheirAnswer()).isEmpty();
      }

      assertThat(session.counters(rule).relayed()).isEqualTo(2000);
      assertThat(session.counters(rule).failures()).isZero();
      // The client may have an answer before the relay has counted it.
      assertThat(Eventually.becomes(2000L, () -> answers(session.targets(rule)))).isEqualTo(2000);
      // Each client keeps its socket, and so its peer.
      assertThat(one.peers() + two.peers()).isEqualTo(1000);
      assertThat(UdpErrors.of(roads.client)).isZero();
    }
  }

  private static long answers(List<TargetState> targets) {
    return targets.stream().mapToLong(target -> target.relay().answers()).sum();
  }

  private static NetworkNamespace networkOf(Crossroads roads, String address) {
    return address.startsWith("127.") ? roads.here : roads.one;
  }

  /** Whoever listens on the port itself is not disturbed by answers that bear it. */
  @Test
  void answersComeFromTheAddressThatWasAsked() {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, HookChoice.NATIVE, List.of(), "h0");
        UdpReceiver itself = UdpReceiver.listen(roads.here, Crossroads.HERE, PORT);
        Echo service = Echo.serve(roads.here, "127.0.0.1", SERVICE_PORT);
        Clients clients = Clients.of(roads.client, 20)) {
      session.apply(rule(answered("127.0.0.1")));
      clients.ask(Crossroads.HERE, PORT, "who is there? ");
      assertThat(clients.withoutTheirAnswer()).isEmpty();
      assertThat(itself.received()).isEmpty();
      assertThat(service.peers()).isEqualTo(20);
    }
  }

  /** After its idle time a client's socket is closed, and another is its next one. */
  @Test
  void idleClientsAreForgotten() {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, HookChoice.NATIVE, List.of(), "h0");
        Echo service = Echo.serve(roads.here, "127.0.0.1", SERVICE_PORT);
        Clients clients = Clients.of(roads.client, 10)) {
      session.apply(rule(answered("127.0.0.1").withIdleSeconds(1)));
      long before = udpSockets(roads.here);
      clients.ask(Crossroads.HERE, PORT, "first ");
      assertThat(clients.withoutTheirAnswer()).isEmpty();
      assertThat(udpSockets(roads.here)).isEqualTo(before + 10);
      assertThat(Eventually.becomes(before, () -> udpSockets(roads.here))).isEqualTo(before);

      clients.ask(Crossroads.HERE, PORT, "second ");
      assertThat(clients.withoutTheirAnswer()).isEmpty();
      assertThat(service.peers()).isBetween(10, 20);
    }
  }

  private static long udpSockets(NetworkNamespace network) {
    return Stream.of("/proc/net/udp", "/proc/net/udp6")
        .mapToLong(file -> network.exec("cat", file).lines().count() - 1)
        .sum();
  }

  /** dig(1) refuses an answer that comes from another address than it asked. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void aNameServerOnLoopback(HookChoice hook) throws IOException {
    try (Crossroads roads = Crossroads.build();
        Session session = Session.relay(roads.here, hook, List.of(), "h0");
        Dnsmasq service =
            Dnsmasq.serve(
                roads.here,
                "--port=" + SERVICE_PORT,
                "--bind-interfaces",
                "--listen-address=127.0.0.1")) {
      session.apply(rule(answered("127.0.0.1")));
      String dig =
          "dig +short +noedns +tries=1 +time=1 @" + Crossroads.HERE + " example.org A; true";
      assertThat(
              Eventually.ask(
                  () -> roads.client.exec("sh", "-c", dig),
                  answer -> answer.contains(Dnsmasq.ANSWER)))
          .contains(Dnsmasq.ANSWER);
      assertThat(service.runs()).isTrue();
    }
  }
}
