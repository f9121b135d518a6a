package io.udpscope.datapath.bpf.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.NextHopChanged;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.datapath.bpf.TwoNetworks;
import io.udpscope.datapath.bpf.abi.NextHopLayout;
import io.udpscope.datapath.bpf.abi.NextHopsLayout;
import io.udpscope.datapath.bpf.hop.NextHops.Wanted;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.NextHop.State;
import io.udpscope.model.Target;
import io.udpscope.patience.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways to targets in networks that really have them, and that change. */
@Tag("bpf")
class NextHopsTest {
  private static final String HERE_MAC = "02:00:00:00:00:01";
  private static final String THERE_MAC = "02:00:00:00:00:02";
  private static final int SLOT = 17;

  private final TwoNetworks networks = new TwoNetworks();
  private final ByteBuffer map = NativeMemory.allocate(NextHopsLayout.SIZE);
  private final List<DatapathEvent> events = new ArrayList<>();
  private final NextHops hops;

  NextHopsTest() {
    networks.here.exec("ip", "link", "set", "us0", "address", HERE_MAC);
    networks.there.exec("ip", "link", "set", "us1", "address", THERE_MAC);
    // The kernel asks for IPv6 neighbours from these alone.
    networks.here.exec("ip", "addr", "add", "fe80::1/64", "dev", "us0", "nodad");
    networks.there.exec("ip", "addr", "add", "fe80::2/64", "dev", "us1", "nodad");
    hops = networks.here.call(() -> new NextHops(map, () -> {}));
  }

  @AfterEach
  void close() {
    hops.close();
    networks.close();
  }

  /** What the program finds in a slot. */
  private record Hop(
      State state,
      int interfaceIndex,
      int mtu,
      boolean refusesNative,
      String link,
      Optional<IpAddress> source) {}

  private Hop hop(int slot, boolean ipv6) {
    int at = NextHopsLayout.hop(map.getInt(NextHopsLayout.ofTarget(slot)));
    byte[] link = new byte[map.get(at + NextHopLayout.LINK_LENGTH)];
    map.get(at + NextHopLayout.LINK, link);
    byte[] source = new byte[ipv6 ? 16 : 4];
    map.get(at + NextHopLayout.SOURCE, source);
    return new Hop(
        State.values()[map.get(at + NextHopLayout.STATE)],
        map.getInt(at + NextHopLayout.IFINDEX),
        map.getInt(at + NextHopLayout.MTU),
        (map.get(at + NextHopLayout.FLAGS) & NextHopLayout.REFUSES_NATIVE) != 0,
        HexFormat.of().formatHex(link),
        map.get(at + NextHopLayout.HAS_SOURCE) == 0
            ? Optional.empty()
            : Optional.of(IpAddress.of(source)));
  }

  private Hop hop() {
    return hop(SLOT, false);
  }

  private static Target target(String address) {
    return Target.of(IpAddress.parse(address), 53);
  }

  private static Target by(String interfaceName, Target target) {
    return new Target(
        target.host(),
        target.address(),
        target.port(),
        1,
        false,
        Optional.of(interfaceName),
        Optional.empty());
  }

  private void want(Target target) {
    hops.set(List.of(new Wanted(SLOT, "dns", target)));
  }

  private void want(String address) {
    want(target(address));
  }

  /** Waits as the agent does. */
  private void within(String what, BooleanSupplier condition) {
    Patience.until(
        what,
        () -> {
          boolean holds = condition.getAsBoolean();
          if (!holds) {
            events.addAll(hops.events());
          }
          return holds;
        });
  }

  private void becomes(State state) {
    within(state.word(), () -> hop().state() == state);
  }

  private static String header(String to, String from, String etherType) {
    return (to + from).replace(":", "") + etherType;
  }

  private int index(String interfaceName) {
    String line = networks.here.exec("ip", "-o", "link", "show", "dev", interfaceName);
    return Integer.parseInt(line.split(":")[0]);
  }

  private void here(String command) {
    networks.here.exec(command.split(" "));
  }

  private void there(String command) {
    networks.there.exec(command.split(" "));
  }

  @Test
  void withoutARouteThereIsNone() {
    want("192.0.2.9");
    assertThat(hop().state()).isEqualTo(State.NO_ROUTE);
    assertThat(hops.of(SLOT)).isEqualTo(WayOut.NO_ROUTE.told());
    want("2001:db8::9");
    assertThat(hop(SLOT, true).state()).isEqualTo(State.NO_ROUTE);
    here("ip route add unreachable 198.51.100.0/24");
    want("198.51.100.1");
    assertThat(hop().state()).isEqualTo(State.NO_ROUTE);
  }

  @Test
  void addressesOfThisHostAreLocal() {
    for (String address : List.of("127.0.0.1", TwoNetworks.HERE, "::1", "fd09::1")) {
      want(address);
      assertThat(hop().state()).as(address).isEqualTo(State.LOCAL);
    }
  }

  @Test
  void aNeighbourIsFoundOutAndItsLinkHeaderBuilt() {
    want("10.9.0.2");
    becomes(State.READY);
    assertThat(hop())
        .isEqualTo(
            new Hop(
                State.READY,
                index("us0"),
                1500,
                true,
                header(THERE_MAC, HERE_MAC, "0800"),
                Optional.of(IpAddress.parse("10.9.0.1"))));
    NextHop told = hops.of(SLOT);
    assertThat(told.interfaceName()).contains("us0");
    assertThat(told.mac()).contains(MacAddress.parse(THERE_MAC));
    assertThat(hops.of(SLOT + 1)).isEqualTo(NextHop.UNKNOWN);
  }

  @Test
  void ipv6IsTheSame() {
    want("fd09::2");
    becomes(State.READY);
    assertThat(hop(SLOT, true))
        .isEqualTo(
            new Hop(
                State.READY,
                index("us0"),
                1500,
                true,
                header(THERE_MAC, HERE_MAC, "86dd"),
                Optional.of(IpAddress.parse("fd09::1"))));
  }

  @Test
  void itWorksOnAHostThatForwardsNothing() {
    networks.here.call(
        () -> {
          Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0");
          Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "0");
          return null;
        });
    here("ip route add 192.0.2.0/24 via 10.9.0.2");
    want("192.0.2.9");
    becomes(State.READY);
  }

  @Test
  void behindAGatewayTheMacIsTheGateways() {
    here("ip route add 192.0.2.0/24 via 10.9.0.2 mtu 1400");
    here("ip route add 2001:db8::/32 via fd09::2");
    want("192.0.2.9");
    becomes(State.READY);
    assertThat(hop().link()).isEqualTo(header(THERE_MAC, HERE_MAC, "0800"));
    assertThat(hop().mtu()).isEqualTo(1400);
    want("2001:db8::9");
    becomes(State.READY);
    assertThat(hop().link()).isEqualTo(header(THERE_MAC, HERE_MAC, "86dd"));
    here("ip route add 203.0.113.0/24 via inet6 fd09::2 dev us0");
    want("203.0.113.9");
    becomes(State.READY);
    assertThat(hop().link()).isEqualTo(header(THERE_MAC, HERE_MAC, "0800"));
  }

  @Test
  void whoDoesNotAnswerHasNoMacUntilHeDoes() {
    want("10.9.0.77");
    assertThat(hop().state()).isEqualTo(State.NO_NEIGHBOUR);
    assertThat(hops.of(SLOT).interfaceName()).contains("us0");
    Patience.until(
        "the kernel has given up",
        () -> {
          events.addAll(hops.events());
          return networks.here.exec("ip", "neigh", "show", "10.9.0.77").contains("FAILED");
        });
    assertThat(hop().state()).isEqualTo(State.NO_NEIGHBOUR);
    assertThat(events).isEmpty();
    there("ip addr add 10.9.0.77/24 dev us1");
    Patience.until(
        "asked again",
        () -> {
          events.addAll(hops.events());
          return hop().state() == State.READY;
        });
    assertThat(events).hasSize(1);
    NextHopChanged change = (NextHopChanged) events.get(0);
    assertThat(change.rule()).isEqualTo("dns");
    assertThat(change.endpoint()).isEqualTo("10.9.0.77:53");
    assertThat(change.before().state()).isEqualTo(State.NO_NEIGHBOUR);
    assertThat(change.now().mac()).contains(MacAddress.parse(THERE_MAC));
  }

  @Test
  void aChangedMacIsTaken() {
    want("10.9.0.2");
    becomes(State.READY);
    events.clear();
    here("ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:99 dev us0");
    String changed = header("02:00:00:00:00:99", HERE_MAC, "0800");
    within("the other MAC", () -> hop().link().equals(changed));
    assertThat(events).hasSize(1);
    here("ip link set us0 address 02:00:00:00:00:03");
    String own = header(THERE_MAC, "02:00:00:00:00:03", "0800");
    within("our other MAC", () -> hop().link().equals(own));
  }

  /** The kernel does not see that packets go there, and would not check it any more. */
  @Test
  void aStaleNeighbourIsChecked() {
    want("10.9.0.2");
    becomes(State.READY);
    here("ip neigh replace 10.9.0.2 lladdr " + THERE_MAC + " dev us0 nud stale");
    within(
        "the kernel means to check",
        () -> !networks.here.exec("ip", "neigh", "show", "10.9.0.2").contains("STALE"));
    assertThat(hop().state()).isEqualTo(State.READY);
  }

  @Test
  void aNeighbourThatHasGoneIsAskedForAtOnce() {
    want("10.9.0.2");
    becomes(State.READY);
    here("ip neigh del 10.9.0.2 dev us0");
    within("asked for again", () -> !events.isEmpty() && hop().state() == State.READY);
  }

  @Test
  void aChangedRouteIsTaken() {
    NetworkNamespace.linkPair(
        networks.here.end("us2", "10.10.0.1/24"), networks.there.end("us3", "10.10.0.2/24"));
    here("ip route add 192.0.2.0/24 via 10.9.0.2");
    want("192.0.2.9");
    becomes(State.READY);
    here("ip route replace 192.0.2.0/24 via 10.10.0.2");
    int other = index("us2");
    within("the other way", () -> hop().interfaceIndex() == other);
    assertThat(hop().source()).contains(IpAddress.parse("10.10.0.1"));
    here("ip route add unreachable 192.0.2.9");
    becomes(State.NO_ROUTE);
    here("ip route del unreachable 192.0.2.9");
    becomes(State.READY);
    here("ip link set us2 down");
    becomes(State.NO_ROUTE);
  }

  @Test
  void aDefaultRouteThatComesConcernsAll() {
    want("192.0.2.9");
    hops.set(
        List.of(
            new Wanted(1, "a", target("192.0.2.9")), new Wanted(2, "b", target("2001:db8::1"))));
    assertThat(hops.of(1).state()).isEqualTo(State.NO_ROUTE);
    assertThat(hops.of(2).state()).isEqualTo(State.NO_ROUTE);
    here("ip route add default via 10.9.0.2");
    here("ip route add default via fd09::2");
    within("IPv4", () -> hops.of(1).state() == State.READY);
    within("IPv6", () -> hops.of(2).state() == State.READY);
  }

  @Test
  void anAddressThatComesOrGoesIsSeen() {
    want("10.77.0.2");
    assertThat(hop().state()).isEqualTo(State.NO_ROUTE);
    there("ip addr add 10.77.0.2/24 dev us1");
    here("ip addr add 10.77.0.1/24 dev us0");
    becomes(State.READY);
    assertThat(hop().source()).contains(IpAddress.parse("10.77.0.1"));
    here("ip addr add 10.77.0.2/32 dev lo");
    becomes(State.LOCAL);
  }

  @Test
  void anMtuThatChangesIsSeenAndIsNoEvent() {
    want("10.9.0.2");
    becomes(State.READY);
    events.clear();
    here("ip link set us0 mtu 1300");
    within("the other MTU", () -> hop().mtu() == 1300);
    assertThat(events).isEmpty();
  }

  @Test
  void anInterfaceThatIsDeletedTakesItsRoutesAlong() {
    want("10.9.0.2");
    becomes(State.READY);
    here("ip link del us0");
    becomes(State.NO_ROUTE);
    assertThat(events).isNotEmpty();
  }

  @Test
  void whetherAVethTakesFramesIsItsPeersDoing() {
    want("10.9.0.2");
    becomes(State.READY);
    assertThat(hop().refusesNative()).isTrue();
    there("ethtool -K us1 gro on");
    within("GRO on", () -> !hop().refusesNative());
    assertThat(hops.of(SLOT).refusesNative()).isFalse();
    there("ethtool -K us1 gro off");
    within("GRO off", () -> hop().refusesNative());
    BpfDatapath peer =
        networks.there.call(
            () -> {
              BpfDatapath datapath = BpfDatapath.load(List.of("us1"));
              datapath.attach(HookChoice.NATIVE);
              return datapath;
            });
    try (peer) {
      within("an XDP program on the peer", () -> !hop().refusesNative());
    }
  }

  @Test
  void aGivenInterfaceAndMacAskNobody() {
    Target via = target("192.0.2.9").via("us0", MacAddress.parse("02:00:00:00:00:42"));
    want(via);
    assertThat(hop().state()).isEqualTo(State.READY);
    assertThat(hop().link()).isEqualTo(header("02:00:00:00:00:42", HERE_MAC, "0800"));
    assertThat(hop().source()).contains(IpAddress.parse("10.9.0.1"));
    assertThat(hop().mtu()).isEqualTo(1500);
    want(target("2001:db8::1").via("us0", MacAddress.parse("02:00:00:00:00:42")));
    assertThat(hop(SLOT, true).source()).contains(IpAddress.parse("fd09::1"));
    want(target("192.0.2.9").via("late0", MacAddress.parse("02:00:00:00:00:42")));
    assertThat(hop().state()).isEqualTo(State.NO_ROUTE);
    NetworkNamespace.linkPair(networks.here.end("late0"), networks.there.end("late1"));
    becomes(State.READY);
    assertThat(hop().source()).isEmpty();
    here("ip link del late0");
    becomes(State.NO_ROUTE);
  }

  @Test
  void aGivenInterfaceAloneRestrictsTheRoute() {
    NetworkNamespace.linkPair(
        networks.here.end("us2", "10.10.0.1/24"), networks.there.end("us3", "10.10.0.2/24"));
    here("ip route add 192.0.2.0/24 via 10.9.0.2");
    here("ip route add 192.0.2.0/24 via 10.10.0.2 metric 50");
    want(by("us2", target("192.0.2.9")));
    becomes(State.READY);
    assertThat(hop().interfaceIndex()).isEqualTo(index("us2"));
    want(by("nosuch0", target("192.0.2.9")));
    assertThat(hop().state()).isEqualTo(State.NO_ROUTE);
  }

  @Test
  void anInterfaceWithoutEthernetNeedsNobody() {
    here("ip tuntap add dev tun0 mode tun");
    here("ip addr add 10.50.0.1/24 dev tun0");
    here("ip link set tun0 up");
    want("10.50.0.9");
    assertThat(hop())
        .isEqualTo(
            new Hop(
                State.READY,
                index("tun0"),
                1500,
                hop().refusesNative(),
                "",
                Optional.of(IpAddress.parse("10.50.0.1"))));
    assertThat(hops.of(SLOT).mac()).isEmpty();
  }

  @Test
  void multicastAndBroadcastHaveTheirOwnMacs() {
    here("ip route add 224.0.0.0/4 dev us0");
    want("239.129.2.3");
    assertThat(hop().link()).isEqualTo(header("01:00:5e:01:02:03", HERE_MAC, "0800"));
    want(by("us0", target("ff02::1:2")));
    assertThat(hop().link()).isEqualTo(header("33:33:00:01:00:02", HERE_MAC, "86dd"));
    here("ip addr add 10.88.0.1/24 brd + dev us0");
    want("10.88.0.255");
    assertThat(hop().link()).isEqualTo(header("ff:ff:ff:ff:ff:ff", HERE_MAC, "0800"));
  }

  /** A bridge as a container host has it, and two containers. */
  private final class Containers implements AutoCloseable {
    final NetworkNamespace one = NetworkNamespace.create("one");
    final NetworkNamespace two = NetworkNamespace.create("two");

    Containers() {
      here("ip link add br0 address 02:00:00:00:00:b0 type bridge");
      here("ip addr add 172.20.0.1/24 dev br0");
      here("ip link set br0 up");
      join(one, "port1", "172.20.0.2/24");
      join(two, "port2", "172.20.0.3/24");
      one.exec("ip", "link", "set", "eth0", "address", "02:00:00:00:0c:01");
      two.exec("ip", "link", "set", "eth0", "address", "02:00:00:00:0c:02");
    }

    private void join(NetworkNamespace container, String port, String address) {
      NetworkNamespace.linkPair(networks.here.end(port), container.end("eth0", address));
      here("ip link set " + port + " master br0");
    }

    @Override
    public void close() {
      one.close();
      two.close();
    }
  }

  @Test
  void acrossABridgeTheWayIsThePortOfTheContainer() {
    try (Containers containers = new Containers()) {
      want("172.20.0.2");
      becomes(State.READY);
      int port = index("port1");
      within("the port", () -> hop().interfaceIndex() == port);
      assertThat(hop().link()).isEqualTo(header("02:00:00:00:0c:01", "02:00:00:00:00:b0", "0800"));
      assertThat(hop().source()).contains(IpAddress.parse("172.20.0.1"));
      assertThat(hops.of(SLOT).interfaceName()).contains("port1");
      containers.one.exec("ethtool", "-K", "eth0", "gro", "on");
      within("the port takes frames", () -> !hop().refusesNative());
      here("ip link set port1 mtu 1280");
      within("the port's MTU", () -> hop().mtu() == 1280);
      containers.one.exec("ip", "link", "set", "eth0", "down");
      containers.one.exec("ip", "addr", "del", "172.20.0.2/24", "dev", "eth0");
      containers.two.exec("ip", "addr", "add", "172.20.0.2/24", "dev", "eth0");
      here("ip neigh del 172.20.0.2 dev br0");
      int other = index("port2");
      within("another container has the address", () -> hop().interfaceIndex() == other);
      assertThat(hop().link()).isEqualTo(header("02:00:00:00:0c:02", "02:00:00:00:00:b0", "0800"));
    }
  }

  @Test
  void aBridgeThatHasNotSeenTheMacIsTheWayItself() {
    try (Containers containers = new Containers()) {
      here("ip neigh add 172.20.0.9 lladdr 02:00:00:00:0c:09 dev br0 nud permanent");
      want("172.20.0.9");
      assertThat(hop().interfaceIndex()).isEqualTo(index("br0"));
      assertThat(hop().refusesNative()).isTrue();
      here("bridge fdb add 02:00:00:00:0c:09 dev port2 master static");
      int port = index("port2");
      within("learned", () -> hop().interfaceIndex() == port);
      here("ip link set port2 nomaster");
      int bridge = index("br0");
      within("the port has left", () -> hop().interfaceIndex() == bridge);
      assertThat(containers.one.threadId()).isPositive();
    }
  }

  @Test
  void whatIsNotWantedAnyMoreIsUnknown() {
    hops.set(
        List.of(new Wanted(1, "a", target("10.9.0.1")), new Wanted(2, "b", target("192.0.2.1"))));
    hops.set(List.of(new Wanted(2, "b", target("192.0.2.1"))));
    assertThat(hop(1, false).state()).isEqualTo(State.UNKNOWN);
    assertThat(hops.of(1)).isEqualTo(NextHop.UNKNOWN);
    assertThat(hop(2, false).state()).isEqualTo(State.NO_ROUTE);
  }

  @Test
  void notificationsThatGotLostAreMadeGood() {
    want("192.0.2.9");
    StringBuilder flood = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      flood.append("route add 198.18.").append(i / 250).append('.').append(i % 250);
      flood.append("/32 dev us0\n");
    }
    flood.append("route add 192.0.2.0/24 via 10.9.0.2\n");
    batch(flood);
    becomes(State.READY);
  }

  private void batch(CharSequence lines) {
    try {
      Path file = Files.createTempFile("udpscope", ".batch");
      try {
        Files.writeString(file, lines);
        here("ip -batch " + file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aThousandTargetsAreFollowed() {
    there("ip route add local 10.9.4.0/22 dev us1");
    here("ip route add 10.9.4.0/22 dev us0");
    here("ip route add 192.0.0.0/8 via 10.9.0.2");
    List<Wanted> thousand = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String address =
          i < 300
              ? "10.9." + (4 + i / 250) + "." + (1 + i % 250)
              : "192.0." + i % 250 + "." + i / 250;
      thousand.add(new Wanted(i, "rule" + i % 7, target(address)));
    }
    hops.set(thousand);
    within(
        "all of them",
        () -> thousand.stream().allMatch(one -> hop(one.slot(), false).state() == State.READY));
    here("ip route replace 192.0.0.0/8 via 10.9.4.1");
    here("ip neigh replace 10.9.4.1 lladdr 02:00:00:00:00:44 dev us0");
    String moved = header("02:00:00:00:00:44", HERE_MAC, "0800");
    within(
        "those behind the gateway",
        () ->
            thousand.stream()
                .skip(300)
                .allMatch(one -> hop(one.slot(), false).link().equals(moved)));
  }
}
