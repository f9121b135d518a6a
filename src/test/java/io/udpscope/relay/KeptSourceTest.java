package io.udpscope.relay;

import static io.udpscope.relay.RelayBench.keep;
import static io.udpscope.relay.RelayBench.target;
import static io.udpscope.relay.Relayed.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.RelayError;
import io.udpscope.model.Source;
import io.udpscope.netns.datapath.Sniffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datagrams that keep the client's address and port on their way through the relay. */
@Tag("bpf")
class KeptSourceTest {
  private static final SocketAddress CLIENT = at("192.0.2.7", 40_000);
  private static final SocketAddress CLIENT_6 = at("2001:db8::7", 40_000);
  private static final SocketAddress SPOKEN_TO_6 = at("2001:db8::1", 5_000);

  private final RelayBench bench = new RelayBench();
  private final MemoryTap tap = bench.tap;

  KeptSourceTest() {
    // A packet that bears another's address has its neighbour asked for from a link-local one.
    bench.here.exec("ip", "address", "add", "fe80::1/64", "dev", "h0", "nodad");
    // A receiver hears only those whom it could answer, as hosts mostly check.
    bench.there.exec("ip", "route", "add", "192.0.2.0/24", "dev", "p0");
    bench.there.exec("ip", "route", "add", "2001:db8::/32", "dev", "p0");
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static Relayed kept(String payload) {
    return Relayed.of(payload).keepingSource();
  }

  private static Relayed kept6(String payload) {
    return kept(payload).between(CLIENT_6, SPOKEN_TO_6);
  }

  @Test
  void itComesFromTheClient() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE, 6000)));

    tap.add(kept("odd"), kept("even"), kept(""), kept("x".repeat(1472)), kept("\0\0\1\u00ff"));

    assertThat(listener.payloads(5))
        .containsExactly("odd", "even", "", "x".repeat(1472), "\0\0\1\u00ff");
    assertThat(listener.heard()).allSatisfy(heard -> assertThat(heard.from()).isEqualTo(CLIENT));
    assertThat(bench.sent(0, 5)).isEqualTo(5);
    assertThat(tap.bytesSent(0)).isEqualTo(3 + 4 + 1472 + 4);
    assertThat(tap.claimed()).isEmpty();
  }

  @Test
  void itComesFromTheClientOverIpv6() {
    Listener listener = bench.listenThere(RelayBench.THERE_6, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE_6, 6000)));

    tap.add(kept6("odd"), kept6("even"), kept6(""), kept6("x".repeat(1452)));

    assertThat(listener.payloads(4)).containsExactly("odd", "even", "", "x".repeat(1452));
    assertThat(listener.heard()).allSatisfy(heard -> assertThat(heard.from()).isEqualTo(CLIENT_6));
  }

  @Test
  void itReachesASocketOfThisHostsOtherAddresses() {
    Listener listener = bench.listenHere(RelayBench.HERE, 6000);
    bench.here.exec("ip", "route", "add", "192.0.2.0/24", "dev", "h0");
    tap.put(0, keep(target(0, RelayBench.HERE, 6000)));

    tap.add(kept("hello"));

    assertThat(listener.payloads(1)).containsExactly("hello");
    assertThat(listener.heard().get(0).from()).isEqualTo(CLIENT);
  }

  /** The receiver's kernel refuses wrong ones; two bytes go through all there are. */
  @Test
  void anyPayloadHasTheRightChecksum() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE, 6000)));
    int batch = 256; // few enough for the receiver's buffer

    for (int high = 0; high < 256; high++) {
      for (int low = 0; low < batch; low++) {
        tap.add(kept("" + (char) high + (char) low + "z".repeat(low % 9)));
      }
      assertThat(listener.await((high + 1) * batch)).hasSize((high + 1) * batch);
    }

    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void itHasOneHopLessAndTheSameTypeOfService() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE, 6000)));
    try (Sniffer sniffer = Sniffer.on(bench.there, "p0")) {
      tap.add(kept("hops and service").withHops(33, 0xb8));

      assertThat(listener.payloads(1)).hasSize(1);
      assertThat(sniffer.ipv4Of("hops and service"))
          .isEqualTo(new Sniffer.Ipv4(CLIENT.address().toString(), 32));
      assertThat(sniffer.heard()).contains("\u0045\u00b8");
    }
  }

  @Test
  void noCopyGoesToATargetOfTheOtherVersion() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    Listener listener6 = bench.listenThere(RelayBench.THERE_6, 6000);
    tap.put(
        0,
        RelayBench.toAll(
            Source.KEEP, target(1, RelayBench.THERE, 6000), target(2, RelayBench.THERE_6, 6000)));

    tap.add(kept("four"), kept6("six"), kept("four again"));

    assertThat(listener.payloads(2)).containsExactly("four", "four again");
    assertThat(listener6.payloads(1)).containsExactly("six");
    assertThat(tap.errors(1, RelayError.OTHER_VERSION)).isEqualTo(1);
    assertThat(tap.errors(2, RelayError.OTHER_VERSION)).isEqualTo(2);
  }

  @Test
  void whatIsTooLongForTheWayIsCountedAndTheRestGoesOn() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    Listener listener6 = bench.listenThere(RelayBench.THERE_6, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE, 6000)));
    tap.put(1, keep(target(1, RelayBench.THERE_6, 6000)));

    tap.add(kept("a"), kept("x".repeat(1473)), kept("b"));
    tap.add(kept6("a").byRule(1).to(1), kept6("x".repeat(1453)).byRule(1).to(1));
    tap.add(kept6("b").byRule(1).to(1));

    assertThat(listener.payloads(2)).containsExactly("a", "b");
    assertThat(listener6.payloads(2)).containsExactly("a", "b");
    assertThat(tap.errors(0, RelayError.TOO_LONG)).isEqualTo(1);
    assertThat(tap.errors(1, RelayError.TOO_LONG)).isEqualTo(1);
    assertThat(bench.sent(0, 2)).isEqualTo(2);
  }

  @Test
  void addressesOfOthersAreNotBoundHere() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, keep(target(0, RelayBench.THERE, 6000)));
    tap.add(kept("one"));
    listener.await(1);

    assertThat(bench.here.exec("ss", "-Hlnu")).isEmpty();
  }
}
