package io.udpscope.cli.output;

import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Hook;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.util.Optional;

/**
 * A packet with what its record only has as numbers. Valid while the record is.
 *
 * @param epochNanos wall-clock time
 * @param hook of the interface; empty if that is gone, and of a file
 * @param rule that decided it; empty where a file does not say
 * @param action of the rule
 */
public record CapturedPacket(
    PacketRecord record,
    long epochNanos,
    String interfaceName,
    Optional<Hook> hook,
    String rule,
    Optional<Action> action) {
  /** {@code rule dns, passed (no-neighbour)}; empty where a file does not say. */
  String fate() {
    Failure failure = record.failure();
    String why = failure == Failure.NO_FAILURE ? "" : " (" + failure.word() + ")";
    String verdict = record.verdict() == Verdict.UNKNOWN ? "" : record.verdict().word() + why;
    String by = rule.isEmpty() ? "" : "rule " + rule;
    return by.isEmpty() || verdict.isEmpty() ? by + verdict : by + ", " + verdict;
  }
}
