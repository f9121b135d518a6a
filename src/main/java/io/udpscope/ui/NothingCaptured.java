package io.udpscope.ui;

import io.udpscope.app.RuleRow;
import io.udpscope.app.Snapshot;
import java.util.List;

/** Rules that are why no packet is there to be seen: {@code capture: off}. */
final class NothingCaptured {
  private NothingCaptured() {}

  /** Their names: if all rules are such, or else those that packets went by. */
  static List<String> rules(Snapshot snapshot) {
    List<RuleRow> off =
        snapshot.rules().stream().filter(row -> row.rule().capture().off()).toList();
    boolean all = off.size() == snapshot.rules().size();
    return off.stream()
        .filter(row -> all || row.counters().traffic().packets() > 0)
        .map(row -> row.rule().name())
        .toList();
  }

  /** Of at least one name. */
  static String words(List<String> names) {
    return names.size() == 1
        ? "rule " + names.get(0) + " captures nothing (capture: off)"
        : "rules " + String.join(", ", names) + " capture nothing (capture: off)";
  }
}
