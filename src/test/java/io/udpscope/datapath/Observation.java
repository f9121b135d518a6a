package io.udpscope.datapath;

import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.model.Traffic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one frame has to show for itself.
 *
 * @param dropped the program's verdict
 * @param changed whether the program wrote into the frame
 * @param counted what was added to the ledger; outcomes without any are absent
 * @param captures what the tap got
 */
record Observation(
    boolean dropped, boolean changed, Map<Outcome, Traffic> counted, List<Capture> captures) {
  static final Rule DROP_ALL = new Rule("all", Match.ANY, Action.DROP);

  /** Where there is no rule. */
  static Observation withoutRules(FrameCase frame) {
    return passed(frame.outcome(), frame.frame().length);
  }

  /** Where one rule drops all UDP. */
  static Observation droppingAll(FrameCase frame, int snaplen) {
    if (!frame.isUdp()) {
      return withoutRules(frame);
    }
    DatapathModel.Decision decision =
        new DatapathModel.Decision(Outcome.MATCHED, Optional.of(DROP_ALL));
    Capture capture = Capture.expected(decision, frame.reading(), frame.frame(), snaplen);
    return new Observation(
        true, false, counted(Outcome.MATCHED, frame.frame().length), List.of(capture));
  }

  private static Observation passed(Outcome outcome, int length) {
    return new Observation(false, false, counted(outcome, length), List.of());
  }

  private static Map<Outcome, Traffic> counted(Outcome outcome, int length) {
    return new EnumMap<>(Map.of(outcome, new Traffic(1, length)));
  }
}
