package io.udpscope.ui;

import io.udpscope.app.RuleRow;
import io.udpscope.model.RuleCounters;
import java.util.ArrayList;
import java.util.List;

/** How many packets a rule's forward has sent, and who did. */
final class SentText {
  private SentText() {}

  /**
   * {@code telemetry: 1,204 forwarded, 320 relayed, 12 answers}; empty where there is nothing to
   * tell apart.
   */
  static String of(RuleRow row) {
    RuleCounters counters = row.counters();
    long relayAnswers = row.targets().stream().mapToLong(one -> one.relay().answers()).sum();
    List<String> parts = new ArrayList<>();
    add(parts, counters.forwarded(), "forwarded");
    add(parts, counters.relayed(), "relayed");
    add(parts, counters.copied(), "copied");
    add(parts, counters.replied() + relayAnswers, "answers");
    return parts.isEmpty() ? "" : row.rule().name() + ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Figures.count(count) + " " + what);
    }
  }
}
