package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.patience.Patience;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands in the way of a packet that a rule forwards: it passes as it came, not even
 * translated, and the reason is counted and recorded. Of several reasons the first one counts.
 */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class ForwardFailureTest {
  private static final int PORT = 53;
  private static final MacAddress NEXT_HOP = MacAddress.parse("02:00:00:00:0b:01");
  private static final Target READY =
      Target.of(IpAddress.parse("203.0.113.77"), 2222).via("h0", NEXT_HOP);
  private static final Target READY_6 =
      Target.of(IpAddress.parse("2001:db8:ffff::77"), 2222).via("h0", NEXT_HOP);
  private static final Target BY_H1 = READY.via("h1", NEXT_HOP);
  private static final Set<TestedHook> ALL = EnumSet.allOf(TestedHook.class);
  private static final Set<TestedHook> XDP = EnumSet.of(TestedHook.NATIVE, TestedHook.GENERIC);

  /**
   * @param action DROP to forward, PASS to copy
   */
  private record Case(
      String description, Action action, List<Target> targets, Frame frame, Failure failure) {
    Rule rule() {
      return new Rule(
          description,
          Match.ports(new PortRange(PORT, PORT)),
          action,
          OptionalInt.of(5353),
          Optional.of(Forward.to(targets)));
    }
  }

  private record Trial(TestedHook hook, Case one) {
    @Override
    public String toString() {
      return hook + ", " + one.description + ": " + one.failure;
    }
  }

  private final Map<TestedHook, LoadedProgram> programs = new EnumMap<>(TestedHook.class);

  @BeforeAll
  void load() {
    for (TestedHook hook : TestedHook.values()) {
      programs.put(hook, LoadedProgram.load(hook, TapOptions.DEFAULT));
    }
  }

  @AfterAll
  void unload() {
    programs.values().forEach(LoadedProgram::close);
  }

  private static Frame ipv4(int ttl, int ipLength) {
    return Frame.ethernet().ipv4().ttl(ttl).udp(40000, PORT).payload(ipLength - 28);
  }

  private static Frame ipv6(int ttl, int ipLength) {
    return Frame.ethernet().ipv6().ttl(ttl).udp(40000, PORT).payload(ipLength - 48);
  }

  static Stream<Trial> trials() {
    return Stream.of(targets(), ways(), packets()).flatMap(trials -> trials);
  }

  private static Stream<Trial> targets() {
    Target down = READY.withDown(true);
    Target other = Target.of(IpAddress.parse("203.0.113.78"), 2222).via("h1", NEXT_HOP);
    Target unresolved =
        new Target(
            "no.example", Optional.empty(), 53, 1, false, Optional.empty(), Optional.empty());
    return Stream.of(
            forward(ALL, "the only one down", List.of(down), Failure.NO_TARGET),
            forward(ALL, "a name without an address", List.of(unresolved), Failure.NO_TARGET),
            forward(ALL, "neither of two", List.of(down, unresolved), Failure.NO_TARGET),
            forward(ALL, "one of two", List.of(down, other), Failure.NO_FAILURE),
            forward(ALL, "IPv6 for an IPv4 packet", List.of(READY_6), Failure.OTHER_VERSION))
        .flatMap(trials -> trials);
  }

  private static Stream<Trial> ways() {
    Target refusing = READY.via(LoadedProgram.REFUSING_INTERFACE, NEXT_HOP);
    Target absent = READY.via("absent", NEXT_HOP);
    Target ours = Target.of(LoadedProgram.waysOut().get("h1").ipv4(), 53);
    Set<TestedHook> others = EnumSet.of(TestedHook.GENERIC, TestedHook.TC);
    return Stream.of(
            forward(ALL, "no such interface", List.of(absent), Failure.NO_ROUTE),
            forward(ALL, "an address of ours", List.of(ours), Failure.LOCAL_TARGET),
            forward(
                EnumSet.of(TestedHook.NATIVE),
                "refused",
                List.of(refusing),
                Failure.EGRESS_REFUSES),
            forward(others, "refused by native alone", List.of(refusing), Failure.NO_FAILURE))
        .flatMap(trials -> trials);
  }

  private static Stream<Trial> packets() {
    Target refusing = READY.via(LoadedProgram.REFUSING_INTERFACE, NEXT_HOP);
    List<Target> short4 = List.of(BY_H1);
    List<Target> ipv6 = List.of(READY_6);
    return Stream.of(
            forward(ALL, "as long as the MTU", short4, ipv4(2, 1300), Failure.NO_FAILURE),
            forward(ALL, "longer than the MTU", short4, ipv4(2, 1301), Failure.TOO_BIG),
            forward(
                ALL, "padding is not of it", short4, ipv4(2, 1300).padding(9), Failure.NO_FAILURE),
            forward(ALL, "TTL 0", List.of(READY), ipv4(0, 100), Failure.TTL_EXPIRED),
            forward(ALL, "TTL 1", List.of(READY), ipv4(1, 100), Failure.TTL_EXPIRED),
            forward(ALL, "hop limit 0", ipv6, ipv6(0, 100), Failure.TTL_EXPIRED),
            forward(ALL, "hop limit 1", ipv6, ipv6(1, 100), Failure.TTL_EXPIRED),
            forward(ALL, "hop limit 2", ipv6, ipv6(2, 100), Failure.NO_FAILURE),
            forward(ALL, "too long, and TTL 1", short4, ipv4(1, 1301), Failure.TOO_BIG),
            forward(
                EnumSet.of(TestedHook.NATIVE),
                "refused, and TTL 1",
                List.of(refusing),
                ipv4(1, 1501),
                Failure.EGRESS_REFUSES),
            forward(ALL, "other version, and TTL 1", ipv6, ipv4(1, 100), Failure.OTHER_VERSION),
            on(XDP, copy("a copy", List.of(READY), Failure.NOT_ON_THIS_HOOK)),
            on(XDP, copy("a copy to nobody", List.of(READY.withDown(true)), Failure.NO_TARGET)),
            on(EnumSet.of(TestedHook.TC), copy("a copy to IPv6", ipv6, Failure.OTHER_VERSION)),
            on(EnumSet.of(TestedHook.TC), copy("a copy", List.of(READY), Failure.NO_FAILURE)))
        .flatMap(trials -> trials);
  }

  private static Stream<Trial> forward(
      Set<TestedHook> hooks, String description, List<Target> targets, Failure failure) {
    return forward(hooks, description, targets, ipv4(64, 100), failure);
  }

  private static Stream<Trial> forward(
      Set<TestedHook> hooks,
      String description,
      List<Target> targets,
      Frame frame,
      Failure failure) {
    return on(hooks, new Case(description, Action.DROP, targets, frame, failure));
  }

  private static Case copy(String description, List<Target> targets, Failure failure) {
    return new Case(description, Action.PASS, targets, ipv4(64, 100), failure);
  }

  private static Stream<Trial> on(Set<TestedHook> hooks, Case one) {
    return hooks.stream().map(hook -> new Trial(hook, one));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void passesAsItCameAndSaysWhy(Trial trial) {
    LoadedProgram program = programs.get(trial.hook);
    byte[] frame = trial.one.frame.bytes();
    program.datapath().apply(List.of(trial.one.rule()));
    program.inNetwork(() -> run(program, trial, frame));

    RuleCounters counters = program.datapath().ruleCounters().get(trial.one.description);
    Capture record = program.captures().get(0);
    boolean failed = trial.one.failure != Failure.NO_FAILURE;
    boolean copies = trial.one.action == Action.PASS;
    assertThat(record.failure()).isEqualTo(trial.one.failure);
    assertThat(record.verdict())
        .isEqualTo(failed ? Verdict.PASSED : copies ? Verdict.COPIED : Verdict.FORWARDED);
    assertThat(counters.failed()).isEqualTo(failed ? Map.of(trial.one.failure, 1L) : Map.of());
    assertThat(counters.passed()).isEqualTo(failed || copies ? 1 : 0);
    assertThat(counters.forwarded()).isEqualTo(failed || copies ? 0 : 1);
    assertThat(counters.dropped()).isZero();
    assertThat(counters.translated()).isZero();
  }

  private static void run(LoadedProgram program, Trial trial, byte[] frame) {
    ProgramRun run = program.run(frame, "h0");
    boolean stays = trial.one.failure != Failure.NO_FAILURE || trial.one.action == Action.PASS;
    if (stays) {
      assertThat(run.decision()).isEqualTo(ProgramRun.Decision.PASS);
      assertThat(run.frame()).isEqualTo(frame);
    } else {
      assertThat(run.decision()).isIn(ProgramRun.Decision.TX, ProgramRun.Decision.REDIRECT);
    }
  }

  /** A way that is gone while packets come: they pass from then on. */
  @ParameterizedTest
  @EnumSource
  void aWayThatGoesDown(TestedHook hook) {
    LoadedProgram program = programs.get(hook);
    Case through = new Case("h1", Action.DROP, List.of(BY_H1), ipv4(64, 100), Failure.NO_FAILURE);
    program.datapath().apply(List.of(through.rule()));
    byte[] frame = through.frame.bytes();
    program.inNetwork(
        () ->
            assertThat(program.run(frame, "h0").decision())
                .isEqualTo(ProgramRun.Decision.REDIRECT));

    program.setDown("h1");

    program.inNetwork(() -> assertThat(passesInTheEnd(program, frame)).isTrue());
    assertThat(program.datapath().ruleCounters().get(through.description).failed())
        .containsOnlyKeys(Failure.NO_ROUTE);
    program.captures();
    program.setUp("h1");
  }

  private static boolean passesInTheEnd(LoadedProgram program, byte[] frame) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < Patience.LIMIT.toNanos()) {
      program.datapath().events();
      if (program.run(frame, "h0").decision() == ProgramRun.Decision.PASS) {
        return true;
      }
    }
    return false;
  }
}
