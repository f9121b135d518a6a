package io.udpscope.relay;

import static io.udpscope.relay.RelayBench.keep;
import static io.udpscope.relay.RelayBench.masquerade;
import static io.udpscope.relay.RelayBench.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.RelayError;
import io.udpscope.netns.datapath.Eventually;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Targets that cannot be reached, each beside one that can: what is counted for them, and that the
 * other one misses nothing.
 */
@Tag("bpf")
class RelayErrorsTest {
  private static final int LIVE = 0;
  private static final int DEAD = 1;
  private static final int COUNT = 1_000;
  private static final String NEIGHBOUR = "10.76.0.77"; // on the link, but nobody's

  private final RelayBench bench = new RelayBench();
  private final MemoryTap tap = bench.tap;
  private final Listener live = bench.listenHere("127.0.0.1", 6000);

  @AfterEach
  void end() {
    bench.close();
  }

  /** As many to a target as to the live one, in turn; of several sizes, if they are to be. */
  private List<String> sendToBoth(boolean severalSizes) {
    List<String> payloads =
        IntStream.range(0, COUNT)
            .mapToObj(i -> i + (severalSizes ? "x".repeat(i % 5) : ""))
            .toList();
    for (String payload : payloads) {
      tap.add(Relayed.of(payload).to(DEAD), Relayed.of(payload).to(LIVE));
    }
    return payloads;
  }

  private void liveGetsAll(List<String> payloads) {
    assertThat(live.payloads(payloads.size())).isEqualTo(payloads);
    assertThat(bench.sent(LIVE, payloads.size())).isEqualTo(payloads.size());
  }

  private long errors(RelayError reason, long atLeast) {
    return Eventually.ask(() -> tap.errors(DEAD, reason), count -> count >= atLeast);
  }

  private void rule(String deadAddress, int deadPort) {
    tap.put(0, masquerade(target(LIVE, "127.0.0.1", 6000), target(DEAD, deadAddress, deadPort)));
  }

  @Test
  void nobodyListens() {
    rule("127.0.0.1", 6001);

    List<String> payloads = sendToBoth(true);

    liveGetsAll(payloads);
    assertThat(errors(RelayError.REFUSED, 1)).isPositive();
    assertThat(bench.sent(DEAD, COUNT)).isEqualTo(COUNT); // what they met there is an error more
    assertThat(tap.errors()).containsOnlyKeys("1 REFUSED");
  }

  @Test
  void nobodyListensOnIpv6() {
    rule("::1", 6001);

    liveGetsAll(sendToBoth(false));

    assertThat(errors(RelayError.REFUSED, 1)).isPositive();
    assertThat(bench.sent(DEAD, COUNT)).isEqualTo(COUNT);
  }

  @Test
  void nobodyListensOnAnotherHost() {
    rule(RelayBench.THERE, 6001);

    liveGetsAll(sendToBoth(true));

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(Relayed.of("once more").to(DEAD));
                  return tap.errors(DEAD, RelayError.REFUSED);
                },
                count -> count > 0))
        .isPositive();
  }

  @Test
  void thereIsNoRoute() {
    rule("198.51.100.1", 6000);

    liveGetsAll(sendToBoth(true));

    assertThat(errors(RelayError.NETWORK_UNREACHABLE, COUNT)).isEqualTo(COUNT);
    assertThat(tap.errors()).containsOnlyKeys("1 NETWORK_UNREACHABLE");
    assertThat(tap.sent(DEAD)).isZero();
  }

  @Test
  void aRouteThatComesLaterIsTaken() {
    Listener listener = bench.listenThere("0.0.0.0", 6000);
    bench.there.exec("ip", "address", "add", "198.51.100.1/32", "dev", "p0");
    rule("198.51.100.1", 6000);
    tap.add(Relayed.of("lost").to(DEAD));
    assertThat(errors(RelayError.NETWORK_UNREACHABLE, 1)).isEqualTo(1);

    bench.here.exec("ip", "route", "add", "198.51.100.1", "dev", "h0");

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(Relayed.of("found").to(DEAD));
                  return listener.heard();
                },
                heard -> !heard.isEmpty()))
        .isNotEmpty();
  }

  @Test
  void aRouteGoesAway() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    rule(RelayBench.THERE, 6000);
    tap.add(Relayed.of("first").to(DEAD));
    assertThat(listener.payloads(1)).containsExactly("first");

    bench.here.exec("ip", "route", "add", "unreachable", RelayBench.THERE);

    liveGetsAll(sendToBoth(true));
    assertThat(errors(RelayError.HOST_UNREACHABLE, COUNT)).isEqualTo(COUNT);
    assertThat(tap.sent(DEAD)).isEqualTo(1);
  }

  @Test
  void theNeighbourDoesNotAnswer() {
    bench.here.exec("sysctl", "-qw", "net.ipv4.neigh.h0.retrans_time_ms=20");
    rule(NEIGHBOUR, 6000);

    liveGetsAll(sendToBoth(true));

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(Relayed.of("once more").to(DEAD));
                  return tap.errors(DEAD, RelayError.HOST_UNREACHABLE);
                },
                count -> count > 0))
        .isPositive();
  }

  @Test
  void aDatagramIsLongerThanAnyPacket() {
    tap.put(0, masquerade(target(LIVE, "127.0.0.1", 6000), target(DEAD, "127.0.0.1", 6000)));

    tap.add(Relayed.of("x".repeat(65_508)).to(DEAD), Relayed.of("fits").to(DEAD));

    assertThat(live.payloads(1)).containsExactly("fits");
    assertThat(tap.errors(DEAD, RelayError.TOO_LONG)).isEqualTo(1);
  }

  /** Where nobody else completes checksums, the kernel joins no datagrams. */
  @Test
  void anInterfaceWithoutChecksumsGetsThemOneByOne() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    bench.here.exec("ethtool", "-K", "h0", "tx", "off");
    rule(RelayBench.THERE, 6000);

    List<String> payloads = sendToBoth(false);

    liveGetsAll(payloads);
    assertThat(listener.payloads(COUNT)).isEqualTo(payloads);
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void theFirewallForbidsIt() {
    bench.here.exec(
        "nft",
        "add table ip f; add chain ip f out { type filter hook output priority 0; };"
            + " add rule ip f out udp dport 6001 drop");
    bench.listenHere("127.0.0.1", 6001);
    rule("127.0.0.1", 6001);

    liveGetsAll(sendToBoth(true));

    assertThat(errors(RelayError.NOT_PERMITTED, COUNT)).isEqualTo(COUNT);
    assertThat(tap.errors()).containsOnlyKeys("1 NOT_PERMITTED");
  }

  /** A shaper that lets nothing through and holds little: the queue is full. */
  @Test
  void theQueueIsFull() {
    bench.listenThere(RelayBench.THERE, 6000);
    bench.here.exec(
        "tc", "qdisc", "add", "dev", "h0", "root", "tbf", "rate", "8kbit", "burst", "1600", "limit",
        "3000");
    rule(RelayBench.THERE, 6000);

    liveGetsAll(sendToBoth(true));

    // Errors of one batch are counted before the next is sent: all are told of when the sum is
    // right.
    Eventually.becomes(
        (long) COUNT, () -> tap.sent(DEAD) + tap.errors(DEAD, RelayError.NO_BUFFERS));
    assertThat(tap.errors()).containsOnlyKeys("1 NO_BUFFERS");
    assertThat(tap.errors(DEAD, RelayError.NO_BUFFERS)).isPositive();
    assertThat(tap.sent(DEAD)).isEqualTo(COUNT - tap.errors(DEAD, RelayError.NO_BUFFERS));
  }

  /** A shaper that lets nothing through and holds much: the socket's buffer is full before it. */
  @Test
  void theSendBufferIsFull() {
    bench.listenThere(RelayBench.THERE, 6000);
    bench.here.exec(
        "tc", "qdisc", "add", "dev", "h0", "root", "tbf", "rate", "8kbit", "burst", "1600", "limit",
        "1g");
    rule(RelayBench.THERE, 6000);

    String large = "x".repeat(1472);
    IntStream.range(0, 10_000).forEach(i -> tap.add(Relayed.of(large).to(DEAD)));

    liveGetsAll(sendToBoth(true));
    assertThat(errors(RelayError.BUFFER_FULL, 1)).isPositive();
    assertThat(tap.errors()).containsOnlyKeys("1 BUFFER_FULL");
  }

  @Test
  void theSourceAddressGoesAway() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    rule(RelayBench.THERE, 6000);
    tap.add(Relayed.of("before").to(DEAD));
    assertThat(listener.payloads(1)).containsExactly("before");

    bench.here.exec("ip", "address", "add", "10.76.0.5/24", "dev", "h0");
    bench.here.exec("sysctl", "-qw", "net.ipv4.conf.h0.promote_secondaries=1");
    bench.here.exec("ip", "address", "del", RelayBench.HERE + "/24", "dev", "h0");

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(Relayed.of("after").to(DEAD));
                  return listener.heard();
                },
                heard -> heard.size() > 1))
        .describedAs("errors %s", tap.errors())
        .last()
        .satisfies(heard -> assertThat(heard.from().address()).hasToString("10.76.0.5"));
    assertThat(tap.claimed())
        .filteredOn(claim -> claim.address().toString().startsWith("10."))
        .containsExactly(listener.heard().get(1).from());
  }

  @Test
  void thereAreNoMoreSockets() {
    tap.allowClaims(1);
    bench.listenHere("127.0.0.1", 6001);
    rule("127.0.0.1", 6001);

    tap.add(Relayed.of("first"));
    live.await(1);
    tap.add(Relayed.of("second").to(DEAD));

    assertThat(errors(RelayError.NO_SOCKET, 1)).isEqualTo(1);
  }

  @Test
  void keptSourcesMeetTheSameErrors() {
    tap.put(0, keep(target(LIVE, "198.51.100.1", 6000), target(DEAD, "198.51.100.2", 6000)));

    tap.add(Relayed.of("one").keepingSource().to(DEAD), Relayed.of("two").keepingSource().to(DEAD));

    assertThat(errors(RelayError.NETWORK_UNREACHABLE, 2)).isEqualTo(2);
    assertThat(tap.errors()).containsOnlyKeys("1 NETWORK_UNREACHABLE");
  }
}
