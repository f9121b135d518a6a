package io.udpscope.datapath;

import io.udpscope.datapath.DatapathModel.Decision;
import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * All that one frame has to show for itself.
 *
 * @param frame afterwards, in hexadecimal
 * @param counted what was added to the ledger; outcomes without any are absent
 * @param captures what the tap got
 */
record Observation(
    ProgramRun.Decision fate, String frame, Map<Outcome, Traffic> counted, List<Capture> captures) {
  static final Rule DROP_ALL = new Rule("all", Match.ANY, Action.DROP);

  /** Where there is no rule. */
  static Observation withoutRules(FrameCase frame) {
    return expected(Decision.withoutRule(frame.outcome(), frame.frame()), frame, 0);
  }

  /** Where one rule drops all UDP. */
  static Observation droppingAll(FrameCase frame, int snaplen) {
    if (!frame.isUdp()) {
      return withoutRules(frame);
    }
    return expected(
        Decision.of(DROP_ALL, Verdict.DROPPED, ProgramRun.Decision.DROP, frame.frame()),
        frame,
        snaplen);
  }

  /** What is to be seen of a decision, where a tap has this snaplen. */
  static Observation expected(Decision decision, FrameCase frame, int snaplen) {
    List<Capture> captures =
        decision.rule().isEmpty()
            ? List.of()
            : List.of(Capture.expected(decision, frame.reading(), frame.frame(), snaplen));
    Traffic one = new Traffic(1, frame.frame().length);
    return new Observation(
        decision.fate(),
        HexFormat.of().formatHex(decision.frame()),
        new EnumMap<>(Map.of(decision.outcome(), one)),
        captures);
  }
}
