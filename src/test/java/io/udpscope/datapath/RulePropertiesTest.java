package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.udpscope.datapath.DatapathModel.Decision;
import io.udpscope.model.Ledger;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The program in the kernel against the model, on rules and packets that chance makes. A failure
 * names the seed; {@code -Dudpscope.seed=…} runs that one again.
 */
@Tag("bpf")
class RulePropertiesTest {
  private static final int RULE_SETS = 400;
  private static final int FRAMES_PER_SET = 150;
  private static final int SNAPLEN = 96;

  /** Those that the session has, and one that it has not: such a rule accepts nothing. */
  private static final List<String> NAMES_IN_RULES = List.of("h0", "h1", "t0", "absent");

  @Test
  void theProgramDecidesAsTheModelDoes() {
    long seed = Long.getLong("udpscope.seed", System.nanoTime());
    try (LoadedProgram program = LoadedProgram.load(TapOptions.DEFAULT.withSnaplen(SNAPLEN))) {
      program.inNetwork(() -> compareOften(program, new Random(seed), "seed " + seed));
    }
  }

  private static void compareOften(LoadedProgram program, Random random, String seed) {
    DatapathModel model = new DatapathModel();
    long lateRules = 0;
    for (int i = 0; i < RULE_SETS; i++) {
      RandomRules neighbourhood = new RandomRules(random, NAMES_IN_RULES);
      List<Rule> rules = neighbourhood.next();
      program.datapath().apply(rules);
      model.apply(rules);
      RandomFrames frames = new RandomFrames(random, neighbourhood, rules);
      lateRules += compare(program, model, frames, random, seed + ", set " + i);
    }
    // Chance has to reach everything, late rules too, or this test says little.
    assertThat(lateRules).as(seed).isGreaterThan(500);
    for (Outcome outcome : Outcome.values()) {
      assertThat(model.counted(outcome).packets()).as("%s: %s", seed, outcome).isGreaterThan(300);
    }
  }

  /** Returns how many packets were decided by a rule that is not in the first word of bits. */
  private static long compare(
      LoadedProgram program,
      DatapathModel model,
      RandomFrames frames,
      Random random,
      String label) {
    List<Capture> expected = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_SET; i++) {
      boolean ethernet = random.nextInt(4) > 0;
      String interfaceName = ethernet ? random.nextBoolean() ? "h0" : "h1" : "t0";
      byte[] frame = frames.next(ethernet);
      FrameReading reading = ethernet ? FrameReading.ethernet(frame) : FrameReading.rawIp(frame);
      Decision decision = model.accept(interfaceName, reading, frame.length);
      if (decision.rule().isPresent()) {
        expected.add(Capture.expected(decision, reading, frame, SNAPLEN));
      }
      boolean dropped = program.isDropped(frame, interfaceName);
      if (dropped != decision.isDrop()) {
        fail("%s: %s on %s: %s, not %s", label, hex(frame), interfaceName, dropped, decision);
      }
    }
    assertThat(program.captures()).as(label).isEqualTo(expected);
    assertThat(program.datapath().ruleCounters()).as(label).isEqualTo(model.ruleCounters());
    Ledger ledger = program.ledger();
    for (Outcome outcome : Outcome.values()) {
      assertThat(outcome.in(ledger)).as("%s: %s", label, outcome).isEqualTo(model.counted(outcome));
    }
    return expected.stream().filter(capture -> RandomRules.position(capture.rule()) >= 64).count();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
