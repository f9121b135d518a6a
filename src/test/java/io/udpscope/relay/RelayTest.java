package io.udpscope.relay;

import static io.udpscope.relay.RelayBench.masquerade;
import static io.udpscope.relay.RelayBench.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.RelayForward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayError;
import io.udpscope.model.Source;
import io.udpscope.netns.datapath.Eventually;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of datagrams in the relay's ring: what arrives, from where, and what is counted. */
@Tag("bpf")
class RelayTest {
  private static final String LOCAL = "127.0.0.1";

  private final RelayBench bench = new RelayBench();
  private final MemoryTap tap = bench.tap;

  @AfterEach
  void end() {
    bench.close();
  }

  private static Relayed[] relayed(List<String> payloads) {
    return payloads.stream().map(Relayed::of).toArray(Relayed[]::new);
  }

  private static List<String> numbers(int first, int behind) {
    return IntStream.range(first, behind).mapToObj(Integer::toString).toList();
  }

  private static List<String> ofLengths(int... lengths) {
    return IntStream.of(lengths)
        .mapToObj(length -> (length + " ").repeat(length).substring(0, length))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "::1", RelayBench.HERE, RelayBench.HERE_6})
  void aDatagramReachesASocketOfThisHost(String address) {
    Listener listener = bench.listenHere(address, 6000);
    tap.put(0, masquerade(target(0, address, 6000)));

    tap.add(Relayed.of("hello"));

    assertThat(listener.payloads(1)).containsExactly("hello");
    assertThat(bench.sent(0, 1)).isEqualTo(1);
    assertThat(tap.bytesSent(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {RelayBench.THERE, RelayBench.THERE_6})
  void aDatagramReachesAnotherHostFromAnAddressOfOurs(String address) {
    Listener listener = bench.listenThere(address, 6000);
    tap.put(0, masquerade(target(0, address, 6000)));

    tap.add(Relayed.of("hello"));

    assertThat(listener.payloads(1)).containsExactly("hello");
    assertThat(tap.claimed()).containsExactly(listener.heard().get(0).from());
  }

  /** Such an address is one of a link: without the interface there is no way. */
  @ParameterizedTest
  @ValueSource(ints = {5000, 0})
  void aLinkLocalTargetIsReachedByItsInterface(int port) {
    bench.here.exec("ip", "address", "add", "fe80::1/64", "dev", "h0", "nodad");
    bench.there.exec("ip", "address", "add", "fe80::2/64", "dev", "p0", "nodad");
    Eventually.becomes(
        "", () -> bench.here.exec("ip", "address", "show", "dev", "h0", "tentative"));
    Listener listener = bench.listenThere("::", 5000);
    tap.put(0, masquerade(target(0, "fe80::2", port, "h0")));

    tap.add(Relayed.of("hello"));

    assertThat(listener.payloads(1)).containsExactly("hello");
    assertThat(bench.sent(0, 1)).isEqualTo(1);
  }

  @Test
  void whatHasNoWayByItsInterfaceIsCounted() {
    tap.put(0, masquerade(target(0, "fe80::2", 6000), target(1, LOCAL, 6000, "absent")));

    tap.add(Relayed.of("of which link?"), Relayed.of("by what?").to(1));

    var counted = Eventually.ask(() -> tap.errors(), errors -> errors.size() == 2);
    assertThat(counted).containsOnlyKeys("0 OTHER", "1 OTHER");
    assertThat(tap.sent(0) + tap.sent(1)).isZero();
  }

  @Test
  void theSourceMayBeACertainAddressOfOurs() {
    bench.here.exec("ip", "address", "add", "10.76.0.9/24", "dev", "h0");
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    Source source = Source.address(IpAddress.parse("10.76.0.9"));
    var target = target(0, RelayBench.THERE, 6000);
    tap.put(0, new RelayForward(source, false, false, 60, List.of(target)));

    tap.add(Relayed.of("hello"));

    assertThat(listener.await(1).get(0).from().address()).hasToString("10.76.0.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "::1"})
  void datagramsOfAnySizeArriveInOrder(String address) {
    Listener listener = bench.listenHere(address, 6000);
    tap.put(0, masquerade(target(0, address, 6000)));
    List<String> payloads =
        ofLengths(3, 3, 3, 1, 0, 0, 65_507, 65_507, 700, 700, 5, 5, 5, 9, 0, 9, 1472, 8972, 8972);

    tap.add(relayed(payloads));

    assertThat(listener.payloads(payloads.size())).isEqualTo(payloads);
    assertThat(bench.sent(0, payloads.size())).isEqualTo(payloads.size());
    assertThat(tap.errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {RelayBench.THERE, RelayBench.THERE_6})
  void datagramsOfAnySizeReachAnotherHostInOrder(String address) {
    Listener listener = bench.listenThere(address, 6000);
    tap.put(0, masquerade(target(0, address, 6000)));
    List<String> payloads = ofLengths(3, 3, 0, 1400, 1400, 1400, 1472, 1472, 1, 9, 9, 0, 8);

    tap.add(relayed(payloads));

    assertThat(listener.payloads(payloads.size())).isEqualTo(payloads);
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void whatIsTooLongForOneFrameLeavesInPieces() {
    Listener listener = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, masquerade(target(0, RelayBench.THERE, 6000)));
    List<String> payloads = ofLengths(2000, 2000, 10, 10, 65_507, 1473, 1473);

    tap.add(relayed(payloads));

    assertThat(listener.payloads(payloads.size())).isEqualTo(payloads);
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void manyDatagramsOfOneSizeArriveInOrder() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));
    List<String> payloads = numbers(10_000, 13_000);

    tap.add(relayed(payloads));

    assertThat(listener.payloads(payloads.size())).isEqualTo(payloads);
    assertThat(bench.sent(0, 3_000)).isEqualTo(3_000);
    assertThat(tap.bytesSent(0)).isEqualTo(15_000);
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void aTargetWithoutAPortGetsThePortOfEachDatagram() {
    List<Listener> listeners =
        IntStream.rangeClosed(6005, 6010).mapToObj(port -> bench.listenHere(LOCAL, port)).toList();
    tap.put(0, masquerade(target(0, LOCAL, 0)));

    for (int round = 0; round < 3; round++) {
      for (int port = 6005; port <= 6010; port++) {
        tap.add(Relayed.of("to " + port).onPort(port), Relayed.of("to " + port).onPort(port));
      }
    }

    for (Listener listener : listeners) {
      assertThat(listener.payloads(6)).hasSize(6).containsOnly("to " + listener.address().port());
      assertThat(listener.heard())
          .allSatisfy(heard -> assertThat(tap.claimed()).containsExactly(heard.from()));
    }
  }

  @Test
  void eachTargetGetsACopyWhereTheRuleSaysAll() {
    Listener one = bench.listenHere(LOCAL, 6000);
    Listener two = bench.listenHere("::1", 6000);
    Listener three = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(
        0,
        RelayBench.toAll(
            Source.MASQUERADE,
            target(4, LOCAL, 6000),
            target(5, "::1", 6000),
            target(6, RelayBench.THERE, 6000)));
    List<String> payloads = numbers(0, 2_000);

    tap.add(relayed(payloads));

    for (Listener listener : List.of(one, two, three)) {
      assertThat(listener.payloads(payloads.size())).isEqualTo(payloads);
    }
    for (int slot = 4; slot <= 6; slot++) {
      assertThat(bench.sent(slot, 2_000)).isEqualTo(2_000);
    }
  }

  @Test
  void whatTheKernelHadJoinedIsPartedAgain() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    Listener elsewhere = bench.listenThere(RelayBench.THERE, 6000);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));
    tap.put(1, RelayBench.keep(target(1, RelayBench.THERE, 6000)));

    tap.add(Relayed.of("aaaabbbbcccc").inSegmentsOf(4), Relayed.of("ddddeeeeff").inSegmentsOf(4));
    tap.add(Relayed.of("gggg").inSegmentsOf(8));
    tap.add(Relayed.of("aaaabbbbcc").inSegmentsOf(4).keepingSource().byRule(1).to(1));

    assertThat(listener.payloads(7))
        .containsExactly("aaaa", "bbbb", "cccc", "dddd", "eeee", "ff", "gggg");
    assertThat(elsewhere.payloads(3)).containsExactly("aaaa", "bbbb", "cc");
    assertThat(bench.sent(0, 7)).isEqualTo(7);
    assertThat(bench.sent(1, 3)).isEqualTo(3);
  }

  @Test
  void rulesOfSeveralGenerationsSendEachToItsTargets() {
    Listener before = bench.listenHere(LOCAL, 6000);
    Listener after = bench.listenHere(LOCAL, 6001);
    tap.put(1, 7, masquerade(target(0, LOCAL, 6000)));
    tap.put(2, 7, masquerade(target(1, LOCAL, 6001)));

    tap.add(
        Relayed.of("old").byRule(7),
        Relayed.of("new").byRule(7).inGeneration(2).to(1),
        Relayed.of("old").byRule(7));

    assertThat(before.payloads(2)).containsExactly("old", "old");
    assertThat(after.payloads(1)).containsExactly("new");
  }

  @Test
  void theSocketOfATargetThatIsRemovedIsClosed() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    Listener other = bench.listenHere(LOCAL, 6001);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));
    tap.put(1, masquerade(target(1, LOCAL, 6001)));
    tap.add(Relayed.of("one"), Relayed.of("other").byRule(1).to(1));
    assertThat(listener.payloads(1)).containsExactly("one");
    assertThat(other.payloads(1)).containsExactly("other");
    assertThat(tap.claimed()).hasSize(2);

    tap.remove(1, 0);

    assertThat(
            Eventually.ask(
                () -> {
                  tap.add(Relayed.of("more").byRule(1).to(1));
                  return tap.claimed();
                },
                claimed -> claimed.size() == 1))
        .containsExactly(other.heard().get(0).from());
  }

  @Test
  void aSlotMayBecomeAnotherTargets() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    Listener other = bench.listenHere(LOCAL, 6001);
    tap.put(1, 0, masquerade(target(0, LOCAL, 6000)));
    tap.add(Relayed.of("one"));
    assertThat(listener.payloads(1)).containsExactly("one");

    tap.remove(1, 0);
    tap.put(2, 0, masquerade(target(0, LOCAL, 6001)));
    tap.add(Relayed.of("two").inGeneration(2));

    assertThat(other.payloads(1)).containsExactly("two");
    assertThat(listener.heard()).hasSize(1);
  }

  @Test
  void whatWaitedTooLongIsNotSent() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));

    tap.add(Relayed.of("old").aged(TimeUnit.SECONDS.toNanos(4)));
    tap.add(Relayed.of("of a generation that is forgotten").inGeneration(9));
    tap.add(Relayed.of("new"));

    assertThat(listener.payloads(1)).containsExactly("new");
    assertThat(tap.errors(0, RelayError.STALE)).isEqualTo(2);
  }

  @Test
  void itBeatsWhileItRuns() {
    long first = tap.goodUntil();
    assertThat(first).isGreaterThan(System.nanoTime());
    assertThat(Eventually.ask(tap::goodUntil, until -> until != first)).isGreaterThan(first);

    bench.endRelay();

    assertThat(tap.goodUntil()).isZero();
  }

  @Test
  void itAsksToBeWokenWhenItIsIdle() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));

    for (int round = 1; round <= 3; round++) {
      assertThat(Eventually.becomes(true, tap::isArmed)).isTrue();
      tap.add(Relayed.of("one"));
      assertThat(listener.payloads(round)).hasSize(round);
    }
  }

  @Test
  void itsSocketsAreClaimedAsLongAsTheyAreOpen() {
    Listener listener = bench.listenHere(LOCAL, 6000);
    tap.put(0, masquerade(target(0, LOCAL, 6000)));
    tap.add(Relayed.of("one"));

    listener.await(1);
    assertThat(tap.claimed()).containsExactly(listener.heard().get(0).from());
    bench.endRelay();

    assertThat(tap.claimed()).isEmpty();
  }

  @Test
  void anErrorOfItsOwnEndsItAndIsTold() {
    tap.fail(new OutOfMemoryError("a full heap"));

    assertThat(Eventually.ask(tap::causeOfDeath, told -> !told.isEmpty())).contains("a full heap");
    assertThat(tap.goodUntil()).isZero();
  }
}
