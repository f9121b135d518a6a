package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.patience.Patience;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What cannot be given to the relay passes as it came, and the reason is counted and recorded; and
 * what the relay is given because the program itself cannot send it.
 */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class RelayFailureTest {
  private static final int PORT = 53;
  private static final Target TARGET = Target.of(IpAddress.parse("203.0.113.77"), 2222);
  private static final Target TARGET_6 = Target.of(IpAddress.parse("2001:db8:ffff::77"), 2222);
  private static final Target LOOPBACK = Target.of(IpAddress.parse("127.0.0.1"), 0);
  private static final Target LOOPBACK_6 = Target.of(IpAddress.parse("::1"), 0);
  private static final Frame IPV4 = Frame.ethernet().ipv4().udp(40000, PORT).payload("query");
  private static final Frame IPV6 = Frame.ethernet().ipv6().udp(40000, PORT).payload("query");

  private final Map<TestedHook, RelayInHand> relays = new EnumMap<>(TestedHook.class);
  private final Map<TestedHook, LoadedProgram> programs = new EnumMap<>(TestedHook.class);

  @BeforeAll
  void load() {
    for (TestedHook hook : TestedHook.values()) {
      RelayInHand relay = new RelayInHand();
      relays.put(hook, relay);
      LoadedProgram program = LoadedProgram.load(hook, TapOptions.DEFAULT, relay);
      program.route("203.0.113.0/24", "h0");
      programs.put(hook, program);
    }
  }

  @AfterAll
  void unload() {
    programs.values().forEach(LoadedProgram::close);
  }

  private static Rule rule(Action action, Forward forward) {
    return new Rule(
        "dns",
        Match.ports(new PortRange(PORT, PORT)),
        action,
        OptionalInt.of(5353),
        Optional.of(forward));
  }

  private static Forward to(Path path, Source source, Target... targets) {
    return Forward.to(List.of(targets)).withPath(path).withSource(source);
  }

  private static Forward byRelay(Target... targets) {
    return to(Path.RELAY, Source.MASQUERADE, targets);
  }

  /** With counters that begin at zero. */
  private LoadedProgram apply(TestedHook hook, Rule rule) {
    LoadedProgram program = programs.get(hook);
    program.datapath().apply(List.of());
    program.datapath().apply(List.of(rule));
    relays.get(hook).liveFor(Duration.ofHours(1));
    return program;
  }

  private void relays(TestedHook hook, Frame frame) {
    meets(hook, frame, Verdict.RELAYED, Failure.NO_FAILURE, ProgramRun.Decision.DROP);
    assertThat(relays.get(hook).count()).isEqualTo(1);
  }

  private void passes(TestedHook hook, Frame frame, Failure failure) {
    meets(hook, frame, Verdict.PASSED, failure, ProgramRun.Decision.PASS);
    assertThat(relays.get(hook).count()).isZero();
  }

  private void meets(
      TestedHook hook, Frame frame, Verdict verdict, Failure failure, ProgramRun.Decision fate) {
    LoadedProgram program = programs.get(hook);
    byte[] bytes = frame.bytes();
    RuleCounters before = program.datapath().ruleCounters().get("dns");
    program.inNetwork(
        () -> {
          ProgramRun run = program.run(bytes, "h0");
          assertThat(run.decision()).isEqualTo(fate);
          assertThat(run.frame()).isEqualTo(bytes);
        });
    RuleCounters after = program.datapath().ruleCounters().get("dns");
    List<Capture> captures = program.captures();
    assertThat(captures).hasSize(1);
    assertThat(captures.get(0).verdict()).isEqualTo(verdict);
    assertThat(captures.get(0).failure()).isEqualTo(failure);
    assertThat(after.traffic().packets() - before.traffic().packets()).isEqualTo(1);
    assertThat(after.relayed() - before.relayed()).isEqualTo(verdict == Verdict.RELAYED ? 1 : 0);
    assertThat(after.copied() - before.copied()).isEqualTo(verdict == Verdict.COPIED ? 1 : 0);
    assertThat(after.passed() - before.passed()).isEqualTo(verdict == Verdict.RELAYED ? 0 : 1);
    assertThat(after.failures() - before.failures())
        .isEqualTo(failure == Failure.NO_FAILURE ? 0 : 1);
    if (failure != Failure.NO_FAILURE) {
      assertThat(after.failed()).containsKey(failure);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRelayThatHasFallenSilent(TestedHook hook) {
    LoadedProgram program = apply(hook, rule(Action.DROP, byRelay(TARGET)));
    relays(hook, IPV4);
    assertThat(program.datapath().relay().orElseThrow().alive()).isTrue();

    relays.get(hook).liveFor(Duration.ofMillis(-100));
    passes(hook, IPV4, Failure.NO_RELAY);
    assertThat(program.datapath().relay().orElseThrow().alive()).isFalse();

    program.datapath().apply(List.of(rule(Action.PASS, byRelay(TARGET))));
    passes(hook, IPV4, Failure.NO_RELAY);

    relays.get(hook).liveFor(Duration.ofHours(1));
    meets(hook, IPV4, Verdict.COPIED, Failure.NO_FAILURE, ProgramRun.Decision.PASS);
    assertThat(relays.get(hook).count()).isEqualTo(1);
  }

  /** Nobody has to do anything for it: the program itself looks at the clock. */
  @ParameterizedTest
  @EnumSource
  void aRelayThatFallsSilentWhilePacketsCome(TestedHook hook) {
    LoadedProgram program = apply(hook, rule(Action.DROP, byRelay(TARGET)));
    byte[] frame = IPV4.bytes();
    relays.get(hook).liveFor(Duration.ofMillis(300));

    long[] taken = {0};
    program.inNetwork(() -> taken[0] = takenUntilOnePasses(hook, frame));

    RuleCounters counters = program.datapath().ruleCounters().get("dns");
    assertThat(counters.relayed()).isPositive().isEqualTo(taken[0]);
    assertThat(counters.failed()).isEqualTo(Map.of(Failure.NO_RELAY, 1L));
  }

  /** Takes all the while, so that no ring is full before. */
  private long takenUntilOnePasses(TestedHook hook, byte[] frame) {
    LoadedProgram program = programs.get(hook);
    long taken = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < Patience.LIMIT.toNanos()) {
      boolean passed = program.run(frame, "h0").decision() == ProgramRun.Decision.PASS;
      taken += relays.get(hook).count();
      program.captures();
      if (passed) {
        return taken;
      }
    }
    throw new AssertionError("all of them were relayed");
  }

  @ParameterizedTest
  @EnumSource
  void aRelayThatDoesNotKeepUp(TestedHook hook) {
    Frame large = Frame.ethernet().ipv4().udp(40000, PORT).payload(1400);
    int packets = 12_000; // of 1,608 bytes each in a ring of 16 MiB
    LoadedProgram program = apply(hook, rule(Action.DROP, byRelay(TARGET)));
    RelayState before = program.datapath().relay().orElseThrow();
    TapCounters others = program.tap().counters();
    program.inNetwork(() -> program.runOften(large.bytes(), "h0", packets));

    RuleCounters counters = program.datapath().ruleCounters().get("dns");
    RelayState after = program.datapath().relay().orElseThrow();
    long busy = counters.failed().get(Failure.RELAY_BUSY);
    assertThat(counters.failed()).containsOnlyKeys(Failure.RELAY_BUSY);
    assertThat(busy).isPositive();
    assertThat(counters.relayed() + busy).isEqualTo(packets);
    assertThat(after.ring().reserved() - before.ring().reserved()).isEqualTo(counters.relayed());
    assertThat(after.ring().lost() - before.ring().lost()).isEqualTo(busy);
    assertThat(program.tap().counters().lost()).isEqualTo(others.lost());
    assertThat(program.captures()).hasSize(packets);

    assertThat(relays.get(hook).count()).isEqualTo((int) counters.relayed());
    assertThat(program.datapath().relay().orElseThrow().ring().read() - before.ring().read())
        .isEqualTo(counters.relayed());
    relays(hook, large);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheRelayItselfHasSentAndWhatAnswersIt(TestedHook hook) {
    apply(hook, rule(Action.DROP, byRelay(LOOPBACK)));
    RelayTap tap = relays.get(hook).tap();
    IpAddress ours = IpAddress.parse("198.51.100.10");
    IpAddress ours6 = IpAddress.parse("2001:db8:a::10");
    Frame looping = Frame.ethernet().ip("198.51.100.10", "10.0.0.1").udp(40000, PORT);
    Frame looping6 = Frame.ethernet().ip("2001:db8:a::10", "2001:db8::1").udp(40000, PORT);
    Frame elsewhere = Frame.ethernet().ip("198.51.100.11", "10.0.0.1").udp(40000, PORT);
    Frame otherPort = Frame.ethernet().ip("198.51.100.10", "10.0.0.1").udp(40001, PORT);

    assertThat(tap.claim(ours, 40000)).isTrue();
    assertThat(tap.claim(ours6, 40000)).isTrue();
    passes(hook, looping, Failure.LOOP);
    passes(hook, looping6, Failure.LOOP);
    apply(
        hook, new Rule("dns", Match.ANY, Action.DROP).withForward(Optional.of(byRelay(LOOPBACK))));
    passes(hook, Frame.ethernet().ip("127.0.0.1", "198.51.100.10").udp(53, 40000), Failure.LOOP);
    relays(hook, Frame.ethernet().ip("127.0.0.1", "198.51.100.10").udp(53, 40001));
    apply(hook, rule(Action.DROP, byRelay(LOOPBACK)));
    relays(hook, elsewhere);
    relays(hook, otherPort);

    tap.disclaim(ours, 40000);
    relays(hook, looping);
    passes(hook, looping6, Failure.LOOP);
    tap.disclaim(ours6, 40000);
    relays(hook, looping6);
  }

  /** As long as the relay is alive; where it has no part, the reason is the program's own. */
  private void takesTheRelay(TestedHook hook, Forward forward, Frame frame, Failure else_) {
    apply(hook, rule(Action.DROP, forward));
    relays(hook, frame);
    relays.get(hook).liveFor(Duration.ofMillis(-100));
    passes(hook, frame, Failure.NO_RELAY);
    relays.get(hook).liveFor(Duration.ofHours(1));

    apply(hook, rule(Action.DROP, forward.withPath(Path.KERNEL)));
    passes(hook, frame, else_);
  }

  @ParameterizedTest
  @EnumSource
  void aNeighbourThatIsNotKnown(TestedHook hook) {
    Forward keep = to(Path.AUTO, Source.KEEP, TARGET);
    takesTheRelay(hook, keep, IPV4, Failure.NO_NEIGHBOUR);
    takesTheRelay(hook, keep.withSource(Source.MASQUERADE), IPV4, Failure.NO_NEIGHBOUR);
    takesTheRelay(hook, keep.withReplies(true), IPV4, Failure.NO_NEIGHBOUR);
  }

  @ParameterizedTest
  @EnumSource
  void aTargetOnThisHost(TestedHook hook) {
    Target ours = Target.of(IpAddress.parse("198.51.100.11"), 53);
    Forward masked = to(Path.AUTO, Source.MASQUERADE, LOOPBACK);
    takesTheRelay(hook, masked, IPV4, Failure.LOCAL_TARGET);
    takesTheRelay(hook, masked.withReplies(true), IPV4, Failure.LOCAL_TARGET);
    takesTheRelay(hook, to(Path.AUTO, Source.MASQUERADE, LOOPBACK_6), IPV6, Failure.LOCAL_TARGET);
    takesTheRelay(hook, to(Path.AUTO, Source.KEEP, ours), IPV4, Failure.LOCAL_TARGET);
  }

  /** Its answers would have to go to an address that is not ours, and nobody would see them. */
  @ParameterizedTest
  @EnumSource
  void answersOfThisHostToAClientWhoseAddressIsKept(TestedHook hook) {
    Target ours = Target.of(IpAddress.parse("198.51.100.11"), 53);
    apply(hook, rule(Action.DROP, to(Path.AUTO, Source.KEEP, ours).withReplies(true)));
    passes(hook, IPV4, Failure.LOCAL_TARGET);
  }

  @ParameterizedTest
  @EnumSource
  void aTargetOfTheOtherVersion(TestedHook hook) {
    takesTheRelay(hook, to(Path.AUTO, Source.MASQUERADE, TARGET_6), IPV4, Failure.OTHER_VERSION);
    takesTheRelay(hook, to(Path.AUTO, Source.MASQUERADE, TARGET), IPV6, Failure.OTHER_VERSION);
    apply(hook, rule(Action.DROP, to(Path.AUTO, Source.KEEP, TARGET_6)));
    passes(hook, IPV4, Failure.OTHER_VERSION);
    apply(hook, rule(Action.DROP, to(Path.RELAY, Source.KEEP, TARGET_6)));
    passes(hook, IPV4, Failure.OTHER_VERSION);
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void aCopyOnXdp(TestedHook hook) {
    Forward forward = to(Path.AUTO, Source.KEEP, TARGET);
    apply(hook, rule(Action.PASS, forward));
    meets(hook, IPV4, Verdict.COPIED, Failure.NO_FAILURE, ProgramRun.Decision.PASS);
    assertThat(relays.get(hook).count()).isEqualTo(1);

    relays.get(hook).liveFor(Duration.ofMillis(-100));
    passes(hook, IPV4, Failure.NO_RELAY);
    apply(hook, rule(Action.PASS, forward.withPath(Path.KERNEL)));
    passes(hook, IPV4, Failure.NOT_ON_THIS_HOOK);
  }

  /** A name may come to stand for such an address at any time. */
  @ParameterizedTest
  @EnumSource
  void aLoopbackTargetWhereTheClientsAddressIsKept(TestedHook hook) {
    for (Path path : List.of(Path.AUTO, Path.RELAY)) {
      apply(hook, rule(Action.DROP, to(path, Source.KEEP, LOOPBACK)));
      passes(hook, IPV4, Failure.NO_TARGET);
      apply(hook, rule(Action.DROP, to(path, Source.KEEP, LOOPBACK, TARGET)));
      relays(hook, IPV4);
    }
    Forward all = to(Path.AUTO, Source.KEEP, LOOPBACK, TARGET).withStrategy(Strategy.ALL);
    LoadedProgram program = apply(hook, rule(Action.DROP, all));
    program.inNetwork(() -> program.run(IPV4.bytes(), "h0"));
    assertThat(relays.get(hook).datagrams(program.datapath()).get(0).targets())
        .containsExactly("203.0.113.77 port 2222");
    program.captures();
  }
}
