package io.udpscope.cli;

import io.udpscope.model.Failure;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A session's counters as lines for people: a rule, its targets, and so on; then the ledger. */
final class CountersText {
  private CountersText() {}

  static List<String> lines(SessionCounters counters) {
    List<String> lines = new ArrayList<>();
    for (Rule rule : counters.rules()) {
      lines.add("rule " + rule.name() + ": " + rule(counters.of(rule)));
      for (TargetState target : counters.targets(rule)) {
        lines.add("  target " + target.target().endpoint() + ": " + target(target));
      }
    }
    lines.add("ledger: " + ledger(counters.ledger()));
    counters.relay().ifPresent(relay -> lines.add("relay: " + relay(relay)));
    return lines;
  }

  private static String rule(RuleCounters rule) {
    return String.format(
        Locale.ROOT,
        "packets %d, bytes %d, passed %d, dropped %d, translated %d, forwarded %d, relayed %d,"
            + " replied %d, copied %d, failed %s",
        rule.traffic().packets(),
        rule.traffic().bytes(),
        rule.passed(),
        rule.dropped(),
        rule.translated(),
        rule.forwarded(),
        rule.relayed(),
        rule.replied(),
        rule.copied(),
        SessionCounters.byReason(rule.failed(), Failure::word));
  }

  private static String target(TargetState state) {
    RelayCounters relay = state.relay();
    return String.format(
        Locale.ROOT,
        "packets %d, bytes %d, neighbour %s, answers %d, errors %s",
        state.packets(),
        state.sent().bytes() + relay.sent().bytes(),
        EventLines.describe(state.nextHop()),
        relay.answers(),
        SessionCounters.byReason(relay.errors(), RelayError::word));
  }

  private static String ledger(Ledger ledger) {
    TapCounters tap = ledger.tap();
    return String.format(
        Locale.ROOT,
        "seen %d, matched %d, unmatched %d, fragments %d, malformed %d, other %d, reserved %d,"
            + " lost %d, left out %d, read %d",
        ledger.seen().packets(),
        ledger.matched().packets(),
        ledger.unmatched().packets(),
        ledger.fragments().packets(),
        ledger.malformed().packets(),
        ledger.other().packets(),
        tap.reserved(),
        tap.lost(),
        tap.leftOut(),
        tap.read());
  }

  private static String relay(RelayState relay) {
    return String.format(
        Locale.ROOT,
        "%s, reserved %d, lost %d, read %d",
        relay.alive() ? "alive" : "not alive",
        relay.ring().reserved(),
        relay.ring().lost(),
        relay.ring().read());
  }
}
