package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.udpscope.datapath.DatapathModel.Decision;
import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Failure;
import io.udpscope.model.Ledger;
import io.udpscope.model.Rule;
import io.udpscope.model.TargetState;
import io.udpscope.model.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program in the kernel against the model, on rules and packets that chance makes: verdicts,
 * packets that leave byte for byte, records and counters. A failure names the seed; {@code
 * -Dudpscope.seed=…} runs that one again.
 */
@Tag("bpf")
class RulePropertiesTest {
  private static final int RULE_SETS = 260;
  private static final int FRAMES_PER_SET = 150;
  private static final int SNAPLEN = 96;

  /** Those that the session has, and one that it has not: such a rule accepts nothing. */
  private static final List<String> NAMES_IN_RULES = List.of("h0", "h1", "t0", "absent");

  /** What chance has reached so far. */
  private static final class Tally {
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Failure, Integer> failures = new EnumMap<>(Failure.class);
    private int lateRules;

    void add(Decision decision) {
      verdicts.merge(decision.verdict(), 1, Integer::sum);
      failures.merge(decision.failure(), 1, Integer::sum);
      boolean late = RandomRules.position(decision.rule().orElseThrow().name()) >= 64;
      lateRules += late ? 1 : 0;
    }

    /** Chance has to reach everything, late rules too, or this test says little. */
    void check(TestedHook hook, boolean relay, String seed) {
      assertThat(lateRules).as(seed).isGreaterThan(300);
      verdictsOn(hook, relay)
          .forEach(
              verdict ->
                  assertThat(verdicts.get(verdict)).as("%s: %s", seed, verdict).isGreaterThan(50));
      failuresOn(hook, relay)
          .forEach(
              failure ->
                  assertThat(failures.get(failure)).as("%s: %s", seed, failure).isPositive());
    }

    private static List<Verdict> verdictsOn(TestedHook hook, boolean relay) {
      List<Verdict> verdicts =
          new ArrayList<>(
              List.of(Verdict.PASSED, Verdict.DROPPED, Verdict.TRANSLATED, Verdict.FORWARDED));
      if (!hook.isXdp() || relay) {
        verdicts.add(Verdict.COPIED);
      }
      if (relay) {
        verdicts.add(Verdict.RELAYED);
      }
      return verdicts;
    }

    private static List<Failure> failuresOn(TestedHook hook, boolean relay) {
      List<Failure> failures =
          new ArrayList<>(
              List.of(
                  Failure.NO_TARGET, Failure.OTHER_VERSION, Failure.TOO_BIG, Failure.TTL_EXPIRED));
      if (!relay) {
        failures.add(Failure.NO_RELAY);
      }
      if (hook.isXdp() && !relay) {
        failures.add(Failure.NOT_ON_THIS_HOOK);
      }
      if (hook == TestedHook.NATIVE && !relay) {
        failures.add(Failure.EGRESS_REFUSES);
      }
      return failures;
    }
  }

  /** The program and the model that it is compared with. */
  private record Pair(
      LoadedProgram program, TestedHook hook, Optional<RelayInHand> relay, DatapathModel model) {}

  @ParameterizedTest
  @CsvSource({"NATIVE, false", "NATIVE, true", "TC, false", "TC, true"})
  void theProgramDoesAsTheModelDoes(TestedHook hook, boolean withRelay) {
    long seed = Long.getLong("udpscope.seed", System.nanoTime());
    TapOptions options = TapOptions.DEFAULT.withSnaplen(SNAPLEN);
    Optional<RelayInHand> relay = withRelay ? Optional.of(new RelayInHand()) : Optional.empty();
    RelayStarter starter = withRelay ? relay.get() : RelayStarter.NONE;
    DatapathModel model = new DatapathModel(hook, LoadedProgram.waysOut(), withRelay);
    try (LoadedProgram program = LoadedProgram.load(hook, options, starter)) {
      Pair pair = new Pair(program, hook, relay, model);
      program.inNetwork(() -> compareOften(pair, new Random(seed), "seed " + seed));
    }
  }

  private static void compareOften(Pair pair, Random random, String seed) {
    Tally tally = new Tally();
    for (int i = 0; i < RULE_SETS; i++) {
      RandomRules neighbourhood = new RandomRules(random, NAMES_IN_RULES);
      List<Rule> rules = neighbourhood.next();
      pair.program().datapath().apply(rules);
      pair.model().apply(rules);
      RandomFrames frames = new RandomFrames(pair.hook(), random, neighbourhood, rules);
      compare(pair, frames, random, seed + ", set " + i, tally);
    }
    tally.check(pair.hook(), pair.relay().isPresent(), seed);
    for (Outcome outcome : Outcome.values()) {
      assertThat(pair.model().counted(outcome).packets())
          .as("%s: %s", seed, outcome)
          .isGreaterThan(300);
    }
  }

  private static void compare(
      Pair pair, RandomFrames frames, Random random, String label, Tally tally) {
    List<Capture> expected = new ArrayList<>();
    List<RelayedDatagram> relayed = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_SET; i++) {
      // The tc hook's test run takes Ethernet alone: it reads the type itself.
      boolean ethernet = !pair.hook().isXdp() || random.nextInt(4) > 0;
      String interfaceName = ethernet ? random.nextBoolean() ? "h0" : "h1" : "t0";
      byte[] frame = frames.next(ethernet);
      FrameReading reading = FrameReading.of(frame, ethernet);
      Decision decision = pair.model().accept(interfaceName, reading, frame);
      if (decision.rule().isPresent()) {
        expected.add(Capture.expected(decision, reading, frame, SNAPLEN));
        tally.add(decision);
      }
      decision.relayed().ifPresent(relayed::add);
      ProgramRun run = pair.program().run(frame, interfaceName);
      if (run.decision() != decision.fate() || !Arrays.equals(run.frame(), decision.frame())) {
        fail(
            "%s: %s by %s%nframe    %s%nbecame   %s, %s%nand not %s, %s",
            label,
            interfaceName,
            decision.rule(),
            hex(frame),
            hex(run.frame()),
            run.decision(),
            hex(decision.frame()),
            decision.fate());
      }
    }
    Datapath datapath = pair.program().datapath();
    compareRecords(pair.program().captures(), expected, label);
    pair.relay()
        .ifPresent(relay -> compareRecords(relay.datagrams(datapath), relayed, label + ", relay"));
    compareCounters(datapath, pair.model(), label);
    Ledger ledger = pair.program().ledger();
    for (Outcome outcome : Outcome.values()) {
      assertThat(outcome.in(ledger))
          .as("%s: %s", label, outcome)
          .isEqualTo(pair.model().counted(outcome));
    }
  }

  private static <R> void compareRecords(List<R> actual, List<R> expected, String label) {
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      assertThat(actual.get(i)).as("%s, record %d", label, i).isEqualTo(expected.get(i));
    }
    assertThat(actual).as(label).hasSameSizeAs(expected);
  }

  private static void compareCounters(Datapath datapath, DatapathModel model, String label) {
    assertThat(datapath.ruleCounters()).as(label).isEqualTo(model.ruleCounters());
    Map<String, List<TargetState>> targets = datapath.targets();
    for (Rule rule : datapath.rules()) {
      for (TargetState state : targets.getOrDefault(rule.name(), List.of())) {
        assertThat(state.sent())
            .as("%s: %s to %s", label, rule.name(), state.target().endpoint())
            .isEqualTo(model.sent(rule, state.target()));
      }
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
