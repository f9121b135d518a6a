package io.udpscope.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayError;
import io.udpscope.model.Source;
import io.udpscope.netns.datapath.Eventually;
import io.udpscope.netns.datapath.UdpReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the relay makes of datagrams in its ring: what arrives, and what it counts. */
@Tag("bpf")
class RelayTest {
  private static final String TARGET = "127.0.0.1";

  private final NetworkNamespace network = NetworkNamespace.create("relay");
  private final MemoryTap tap = new MemoryTap();
  private final AtomicReference<Throwable> death = new AtomicReference<>();
  private final List<UdpReceiver> receivers = new ArrayList<>();
  private RelayStarter.Running relay;

  @BeforeEach
  void start() {
    relay = network.call(() -> new Relay(death::set).start(tap));
  }

  @AfterEach
  void end() {
    relay.close();
    receivers.forEach(UdpReceiver::close);
    tap.close();
    network.close();
  }

  private UdpReceiver listen(String address, int port) {
    UdpReceiver receiver = UdpReceiver.listen(network, address, port);
    receivers.add(receiver);
    return receiver;
  }

  private static RelayTarget target(int slot, String address, int port) {
    return new RelayTarget(slot, IpAddress.parse(address), port);
  }

  private static RelayForward masquerade(RelayTarget... targets) {
    return new RelayForward(Source.MASQUERADE, false, false, 60, List.of(targets));
  }

  private static void sees(UdpReceiver receiver, List<String> payloads) {
    assertThat(Eventually.ask(receiver::received, got -> got.size() >= payloads.size()))
        .isEqualTo(payloads);
  }

  private void counted(int slot, long packets) {
    assertThat(Eventually.becomes(packets, () -> tap.sent(slot))).isEqualTo(packets);
  }

  @Test
  void aDatagramReachesItsTarget() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000)));

    tap.add(Relayed.of("hello"));

    sees(receiver, List.of("hello"));
    counted(0, 1);
    assertThat(tap.bytesSent(0)).isEqualTo(5);
  }

  @Test
  void datagramsOfAnySizeArriveInOrder() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000)));
    List<String> payloads =
        IntStream.of(3, 3, 3, 1, 0, 0, 65_507, 65_507, 700, 700, 5, 5, 5, 9, 9, 1472)
            .mapToObj(length -> ("" + length).repeat(length).substring(0, length))
            .toList();

    tap.add(payloads.stream().map(Relayed::of).toArray(Relayed[]::new));

    sees(receiver, payloads);
    counted(0, payloads.size());
  }

  @Test
  void manyDatagramsOfOneSizeArriveInOrder() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000)));
    List<String> payloads = IntStream.range(10_000, 13_000).mapToObj(Integer::toString).toList();

    tap.add(payloads.stream().map(Relayed::of).toArray(Relayed[]::new));

    sees(receiver, payloads);
    counted(0, payloads.size());
    assertThat(tap.errors()).isEmpty();
  }

  @Test
  void aDeadTargetHurtsNobodyElse() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000), target(1, TARGET, 6001)));
    List<String> payloads = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();

    for (String payload : payloads) {
      tap.add(Relayed.of(payload), Relayed.of(payload).to(1));
    }

    sees(receiver, payloads);
    counted(0, 1_000);
    counted(1, 1_000); // they left; what they met there is an error
    assertThat(tap.errors(1, RelayError.REFUSED)).isPositive();
    assertThat(tap.errors()).containsOnlyKeys("1 REFUSED");
  }

  @Test
  void itBeatsWhileItRunsAndNotOnce() {
    assertThat(Eventually.ask(tap::goodUntil, until -> until != 0))
        .isGreaterThan(System.nanoTime());
    long first = tap.goodUntil();
    assertThat(Eventually.ask(tap::goodUntil, until -> until != first)).isGreaterThan(first);

    relay.close();

    assertThat(tap.goodUntil()).isZero();
  }

  @Test
  void itAsksToBeWokenWhenItIsIdle() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000)));

    assertThat(Eventually.becomes(true, tap::isArmed)).isTrue();
    tap.add(Relayed.of("one"));
    sees(receiver, List.of("one"));
    assertThat(Eventually.becomes(true, tap::isArmed)).isTrue();
  }

  @Test
  void itsSocketsAreClaimedAsLongAsTheyAreOpen() {
    UdpReceiver receiver = listen(TARGET, 6000);
    tap.put(0, masquerade(target(0, TARGET, 6000)));
    tap.add(Relayed.of("one"));
    sees(receiver, List.of("one"));

    assertThat(tap.claimed())
        .singleElement()
        .satisfies(claim -> assertThat(claim.address()).hasToString(TARGET));
    relay.close();

    assertThat(tap.claimed()).isEmpty();
  }

  @Test
  void anErrorOfItsOwnEndsItAndIsTold() {
    Eventually.ask(tap::goodUntil, until -> until != 0);
    IllegalStateException failure = new IllegalStateException("the ring is broken");

    tap.fail(failure);

    assertThat(Eventually.ask(death::get, told -> told != null)).isSameAs(failure);
    assertThat(tap.goodUntil()).isZero();
  }
}
