package io.udpscope.datapath.bpf;

import static io.udpscope.model.Path.KERNEL;
import static io.udpscope.model.Path.RELAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.RelayDied;
import io.udpscope.datapath.DatapathEvent.RelayRestarted;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayInHand;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.RelayTap;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop;
import io.udpscope.model.PortRange;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayedRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import io.udpscope.patience.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a session starts its relay, how that reads its ring, and what the session hears of it. */
@Tag("bpf")
class SessionRelayTest {
  private static final Target SERVICE = Target.of(IpAddress.parse("127.0.0.1"), 9);
  private static final byte[] QUERY = Frames.udp(53, 8);

  private final TwoNetworks networks = new TwoNetworks();
  private final RelayInHand relay = new RelayInHand();
  private BpfDatapath datapath = load(relay);

  @AfterEach
  void close() {
    datapath.close();
    networks.close();
  }

  private BpfDatapath load(RelayStarter starter) {
    return networks.here.call(
        () -> BpfDatapath.load(List.of("us0"), rules -> new byte[0], starter));
  }

  /** One that fails when the program believes in it already. */
  private static final RelayStarter FAILING =
      tap -> {
        tap.beat(Long.MAX_VALUE);
        throw new DatapathException("no eventfd");
      };

  private static Rule rule(Forward forward) {
    return new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP)
        .withForward(Optional.of(forward));
  }

  private static Rule relaying(Target... targets) {
    return rule(Forward.to(List.of(targets)).withPath(RELAY).withSource(Source.MASQUERADE));
  }

  private static Target named(String address) {
    return new Target(
        "dns.example",
        Optional.of(IpAddress.parse(address)),
        9,
        1,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private void send() {
    datapath.run(EntryPoint.XDP, LinkType.ETHERNET, QUERY, ProgramRun.Setup.ONCE);
  }

  private void send(int packets) {
    var setup = ProgramRun.Setup.ONCE.withRepeat(packets);
    datapath.run(EntryPoint.XDP, LinkType.ETHERNET, QUERY, setup);
  }

  private TargetState state() {
    return datapath.targets().get("dns").get(0);
  }

  private int slot() {
    List<Integer> slots = new ArrayList<>();
    send();
    relay.tap().take(record -> slots.add(targetSlot(record)), 1);
    relay.tap().release();
    return slots.get(0);
  }

  private static int targetSlot(long record) {
    return NativeMemory.getShort(record + RelayedRecord.TARGET_SLOT) & 0xffff;
  }

  @Test
  void itStartsWhenRulesFirstWantIt() {
    datapath.apply(List.of());
    Rule kernel = rule(Forward.to(List.of(SERVICE)).withPath(KERNEL));
    datapath.apply(List.of(new Rule("rest", Match.ANY, Action.DROP), kernel));
    assertThat(relay.started()).isZero();
    assertThat(datapath.relay()).isEmpty();

    datapath.apply(List.of(rule(Forward.to(List.of(SERVICE)))));
    assertThat(relay.started()).isEqualTo(1);
    assertThat(datapath.relay().orElseThrow().alive()).isTrue();
    send();
    assertThat(relay.count()).as("of the first packet").isEqualTo(1);

    datapath.apply(List.of());
    datapath.apply(List.of(relaying(SERVICE)));
    assertThat(relay.started()).isEqualTo(1);
    assertThat(relay.isClosed()).isFalse();

    datapath.close();
    assertThat(relay.isClosed()).isTrue();
  }

  @Test
  void closingLeavesNothingOfItBehind() throws IOException {
    openAndClose(); // what is loaded once and stays: libraries
    long before = descriptorsAndMappings();
    for (int i = 0; i < 3; i++) {
      openAndClose();
    }
    assertThat(descriptorsAndMappings()).isEqualTo(before);
  }

  private void openAndClose() {
    try (BpfDatapath other = load(new RelayInHand())) {
      other.openTap(TapOptions.DEFAULT);
      other.apply(List.of(relaying(SERVICE)));
    }
    try (BpfDatapath other = load(FAILING)) {
      assertThatThrownBy(() -> other.apply(List.of(relaying(SERVICE)))).hasMessage("no eventfd");
    }
  }

  /** Those of BPF. */
  private static long descriptorsAndMappings() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path fd : all) {
        boolean ours =
            Files.isSymbolicLink(fd) && Files.readSymbolicLink(fd).toString().contains("bpf");
        count += ours ? 1 : 0;
      }
    }
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return count + lines.filter(line -> line.contains("bpf-map")).count();
    }
  }

  @Test
  void whatAllTargetsAreToGetWantsIt() {
    Forward all = Forward.to(List.of(SERVICE)).withStrategy(Strategy.ALL);
    datapath.apply(List.of(rule(all.withPath(KERNEL))));
    assertThat(relay.started()).isEqualTo(1);
  }

  @Test
  void aSessionWithoutOneSaysSo() {
    try (BpfDatapath without = load(RelayStarter.NONE)) {
      without.apply(List.of(relaying(SERVICE)));
      assertThat(without.relay()).isEmpty();
      assertThat(without.targets().get("dns").get(0).relay()).isEqualTo(RelayCounters.NONE);
    }
  }

  @Test
  void rulesAreRefusedWhereItCannotStart() {
    try (BpfDatapath refusing = load(FAILING)) {
      refusing.apply(List.of(new Rule("rest", Match.ANY, Action.DROP)));
      assertThatThrownBy(() -> refusing.apply(List.of(relaying(SERVICE))))
          .isInstanceOf(DatapathException.class)
          .hasMessage("no eventfd");
      assertThat(refusing.rules()).extracting(Rule::name).containsExactly("rest");
      assertThat(refusing.relay()).isEmpty();
      for (int i = 0; i < 8; i++) {
        refusing.openTap(TapOptions.DEFAULT);
      }
    }
  }

  @Test
  void itTakesThePlaceOfOneTapAndIsNoneToTheRules() {
    datapath.apply(List.of(relaying(SERVICE)));
    Tap first = datapath.openTap(TapOptions.DEFAULT);
    for (int i = 1; i < 7; i++) {
      datapath.openTap(TapOptions.DEFAULT);
    }
    assertThatThrownBy(() -> datapath.openTap(TapOptions.DEFAULT))
        .hasMessage("all 8 taps of this session are in use: close one");
    send(3);
    assertThat(first.counters().reserved()).isEqualTo(3);
    assertThat(datapath.relay().orElseThrow().ring().reserved()).isEqualTo(3);
    assertThat(relay.count()).isEqualTo(3);
  }

  /** 16 MiB hold 83,886 records: 8 bytes of the ring, 64, and room for a payload of up to 128. */
  @Test
  void recordsStayUntilTheyAreReleased() {
    datapath.apply(List.of(relaying(SERVICE)));
    int room = (16 << 20) / 200;
    send(room - 10);
    List<Long> records = new ArrayList<>();
    assertThat(relay.tap().hasRecords()).isTrue();
    assertThat(relay.tap().take(records::add, 100)).isEqualTo(100);
    assertThat(relay.tap().take(records::add, Integer.MAX_VALUE)).isEqualTo(room - 110);
    assertThat(relay.tap().hasRecords()).isFalse();
    assertThat(records).doesNotHaveDuplicates();

    send(100);
    long lost = datapath.relay().orElseThrow().ring().lost();
    assertThat(lost).as("since nothing was given back").isBetween(80L, 100L);
    assertThat(records).allMatch(SessionRelayTest::isQuery);

    relay.tap().release();
    send(100);
    assertThat(datapath.relay().orElseThrow().ring().lost()).isEqualTo(lost);
    assertThat(relay.count()).isEqualTo(200 - (int) lost);
  }

  private static boolean isQuery(long record) {
    ByteBuffer memory = NativeMemory.view(record, RelayedRecord.PAYLOAD + 8);
    return memory.getShort(RelayedRecord.LENGTH) == 8
        && memory.getLong(RelayedRecord.PAYLOAD)
            == ByteBuffer.wrap(QUERY).order(memory.order()).getLong(Frames.HEADERS);
  }

  /** On {@link System#nanoTime}'s clock, as of a tick: by it the relay knows what is too old. */
  @Test
  void aRecordSaysWhenItsPacketCame() {
    datapath.apply(List.of(relaying(SERVICE)));
    long before = System.nanoTime();
    send();
    List<Long> times = new ArrayList<>();
    relay.tap().take(record -> times.add(NativeMemory.view(record, Long.BYTES).getLong(0)), 1);
    assertThat(times.get(0)).isBetween(before - Duration.ofSeconds(1).toNanos(), System.nanoTime());
  }

  @Test
  void oneThatThrowsHasHadItsRecord() {
    datapath.apply(List.of(relaying(SERVICE)));
    send(5);
    List<Long> records = new ArrayList<>();
    assertThatThrownBy(
            () ->
                relay
                    .tap()
                    .take(
                        record -> {
                          records.add(record);
                          if (records.size() == 2) {
                            throw new IllegalStateException("stop");
                          }
                        },
                        9))
        .hasMessage("stop");
    assertThat(relay.tap().take(records::add, 9)).isEqualTo(3);
    assertThat(records).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void theProgramWakesItOnceIfItAsks() {
    datapath.apply(List.of(relaying(SERVICE)));
    send();
    assertThat(relay.count()).isEqualTo(1);
    assertThat(isReadable()).isFalse();

    relay.tap().arm();
    assertThat(relay.tap().hasRecords()).isFalse();
    send();
    assertThat(isReadable()).isTrue();
    assertThat(relay.count()).isEqualTo(1);

    relay.tap().arm();
    relay.tap().disarm();
    send();
    assertThat(relay.count()).isEqualTo(1);
  }

  private boolean isReadable() {
    ByteBuffer poll = NativeMemory.allocate(Libc.POLLFD_BYTES).putInt(0, relay.tap().fd());
    poll.putShort(Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
    return Libc.poll(poll, 1, relay.tap().hasRecords() ? 10_000 : 0) == 1;
  }

  @Test
  void whatItCountsIsTheTargets() {
    Target other = Target.of(IpAddress.parse("127.0.0.2"), 9);
    datapath.apply(List.of(relaying(SERVICE, other)));
    int slot = slot();
    relay.tap().countSent(slot, 3, 300);
    relay.tap().countSent(slot, 1, 10);
    relay.tap().countAnswers(slot, 2);
    relay.tap().countErrors(slot, RelayError.REFUSED, 5);
    relay.tap().countErrors(slot, RelayError.STALE, 1);

    RelayCounters expected =
        new RelayCounters(
            new Traffic(4, 310), 2, Map.of(RelayError.REFUSED, 5L, RelayError.STALE, 1L));
    assertThat(datapath.targets().get("dns"))
        .extracting(TargetState::relay)
        .containsExactlyInAnyOrder(expected, RelayCounters.NONE);
    assertThat(state().sent()).isEqualTo(Traffic.NONE);
  }

  /** Also what the relay counts after the change, for packets that it had by then. */
  @Test
  void aNameThatStandsForAnotherAddressGoesOnCounting() {
    datapath.apply(List.of(relaying(named("127.0.0.1"))));
    int before = slot();
    relay.tap().countSent(before, 1, 10);
    datapath.apply(List.of(relaying(named("127.0.0.2"))));
    int now = slot();
    assertThat(now).isNotEqualTo(before);
    relay.tap().countSent(before, 1, 10);
    relay.tap().countErrors(before, RelayError.REFUSED, 1);
    relay.tap().countSent(now, 1, 10);

    assertThat(state().relay())
        .isEqualTo(new RelayCounters(new Traffic(3, 30), 0, Map.of(RelayError.REFUSED, 1L)));

    datapath.apply(List.of());
    datapath.apply(List.of(relaying(named("127.0.0.1"))));
    assertThat(state().relay()).isEqualTo(RelayCounters.NONE);
  }

  @Test
  void aChangeThatGoesBackIsFoundUnderEitherNumber() {
    long kept = datapath.apply(List.of(relaying(named("127.0.0.1"))));
    long changed = datapath.apply(List.of(relaying(named("127.0.0.2"))), Duration.ofMillis(300));
    assertThat(addressOfNext(changed)).isEqualTo("127.0.0.2");

    Patience.until("packets go back", () -> generationOfNext() == kept);
    assertThat(addressOf(kept)).as("nobody has noticed yet").isEqualTo("127.0.0.1");

    assertThat(datapath.events()).hasSize(1);
    assertThat(addressOfNext(changed + 1)).isEqualTo("127.0.0.1");
    assertThat(addressOf(kept)).isEqualTo("127.0.0.1");
    assertThat(addressOf(changed)).as("for what is in the ring").isEqualTo("127.0.0.2");
  }

  private String addressOfNext(long generation) {
    assertThat(generationOfNext()).isEqualTo(generation);
    return addressOf(generation);
  }

  private String addressOf(long generation) {
    List<RelayTarget> targets =
        relay.tap().forward((int) generation, ruleSlot()).orElseThrow().targets();
    return targets.get(0).address().toString();
  }

  private long generationOfNext() {
    return next(RelayedRecord.GENERATION);
  }

  private int ruleSlot() {
    return next(RelayedRecord.RULE_SLOT) & 0xffff;
  }

  /** Of the record of one more packet, four bytes. */
  private int next(int field) {
    List<Integer> found = new ArrayList<>();
    send();
    relay.tap().take(record -> found.add(NativeMemory.getInt(record + field)), 1);
    relay.tap().release();
    return found.get(0);
  }

  @Test
  void oneThatDiesIsToldOfAndPacketsPass() {
    datapath.close();
    datapath = load(this::startOnce);
    datapath.apply(List.of(relaying(SERVICE)));
    relay.tap().die("out of memory");
    datapath.await(Duration.ofSeconds(10).toNanos());
    assertThat(datapath.events()).startsWith(new RelayDied("out of memory"));
    assertThat(relay.isClosed()).isTrue();
    relay.liveFor(Duration.ofHours(1));
    assertThat(datapath.relay().orElseThrow().alive()).as("a late beat").isFalse();
    send();
    assertThat(relay.count()).isZero();
    assertThat(datapath.ruleCounters().get("dns").failures()).isEqualTo(1);
  }

  private RelayStarter.Running startOnce(RelayTap tap) {
    if (relay.started() > 0) {
      throw new DatapathException("no eventfd");
    }
    return relay.start(tap);
  }

  private void untilHappens(DatapathEvent event) {
    Patience.until(event.toString(), () -> datapath.events().contains(event));
  }

  @Test
  void oneThatDiesIsStartedAgainAndCountsOn() {
    datapath.apply(List.of(relaying(SERVICE)));
    int ofTheFirstPacket = slot();
    relay.tap().countSent(ofTheFirstPacket, 1, 8);
    relay.tap().die("out of memory");
    untilHappens(new RelayRestarted());
    assertThat(relay.started()).isEqualTo(2);
    send();
    assertThat(relay.count()).isEqualTo(1);
    assertThat(datapath.ruleCounters().get("dns").relayed()).isEqualTo(2);
    assertThat(datapath.relay().orElseThrow().ring().reserved()).isEqualTo(2);
    assertThat(state().relay().sent()).isEqualTo(new Traffic(1, 8));
  }

  @Test
  void oneThatCannotBeStartedAgainIsToldOf() {
    datapath.close();
    datapath = load(this::startOnce);
    datapath.apply(List.of(relaying(SERVICE)));
    relay.tap().die("out of memory");
    untilHappens(new RelayDied("it cannot be started: no eventfd"));
    assertThat(datapath.relay().orElseThrow().alive()).isFalse();
  }

  @Test
  void whatTheRelayAloneSendsNeedsNoWayAndNoOtherHook() {
    Target there = Target.of(IpAddress.parse(TwoNetworks.THERE), 9);
    datapath.apply(List.of(relaying(there).withAction(Action.PASS)));
    assertThat(state().nextHop()).isEqualTo(NextHop.UNKNOWN);
    assertThat(hook()).isEqualTo(Hook.NATIVE);
    assertThat(datapath.attachments().get(0).reason()).isEmpty();
  }

  /** Only the relay copies to this host, from whichever hook. */
  @Test
  void copiesToThisHostNeedNoOtherHook() {
    datapath.apply(List.of(rule(Forward.to(List.of(SERVICE))).withAction(Action.PASS)));
    assertThat(hook()).isEqualTo(Hook.NATIVE);
  }

  @Test
  void copiesThatTheProgramCanMakeOnTcAreMadeThere() {
    Target there = Target.of(IpAddress.parse(TwoNetworks.THERE), 9);
    datapath.apply(List.of(rule(Forward.to(List.of(there))).withAction(Action.PASS)));
    assertThat(hook()).isEqualTo(Hook.TC);
  }

  /** Where native XDP is not to be had: several datagrams in one packet are seen as such by tc. */
  @Test
  void tcIsBetterThanGenericXdp() {
    datapath.close();
    datapath =
        networks.here.call(() -> BpfDatapath.load(List.of("lo"), text -> new byte[0], relay));
    datapath.apply(List.of(rule(Forward.to(List.of(SERVICE)))));
    assertThat(hook()).isEqualTo(Hook.TC);
    assertThat(datapath.attachments().get(0).reason())
        .contains("generic: takes several datagrams that come in one piece for one");
  }

  private Hook hook() {
    networks.here.run(() -> datapath.attach(HookChoice.AUTO));
    return datapath.attachments().get(0).hook();
  }
}
