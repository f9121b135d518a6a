package io.udpscope.ui;

import io.udpscope.app.RuleRow;
import io.udpscope.model.Failure;
import io.udpscope.model.RelayError;
import io.udpscope.model.TargetState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a rule's forward suffers from: packets that passed, as nobody could send them, and those
 * that the relay could not send, or that did not get there.
 */
final class Trouble {
  private final RuleRow row;
  private final Map<Failure, Long> failures;
  private final Map<RelayError, Long> errors = new EnumMap<>(RelayError.class);

  private Trouble(RuleRow row) {
    this.row = row;
    failures = row.counters().failed();
    for (TargetState target : row.targets()) {
      target.relay().errors().forEach((reason, count) -> errors.merge(reason, count, Long::sum));
    }
  }

  /** Empty where there never was any. */
  static Optional<Trouble> of(RuleRow row) {
    Trouble trouble = new Trouble(row);
    boolean any = !trouble.failures.isEmpty() || !trouble.errors.isEmpty();
    return any ? Optional.of(trouble) : Optional.empty();
  }

  /** There was some in the last second. */
  boolean goesOn() {
    return row.failuresPerSecond() > 0 || row.relayErrorsPerSecond() > 0;
  }

  /** {@code no-neighbour 1,204, ECONNREFUSED 12}: what goes on comes first, then the worst. */
  String words() {
    String passed = words(failures, Failure::word);
    String lost = words(errors, RelayError::word);
    if (passed.isEmpty() || lost.isEmpty()) {
      return passed + lost;
    }
    return row.failuresPerSecond() > 0 ? passed + ", " + lost : lost + ", " + passed;
  }

  /** {@code telemetry: ECONNREFUSED 12 at 127.0.0.1:6000; no-neighbour 1,204 passed}. */
  String sentence() {
    String lost = errors.isEmpty() ? "" : words(errors) + where();
    String passed = failures.isEmpty() ? "" : words(failures, Failure::word) + " passed";
    String between = failures.isEmpty() || errors.isEmpty() ? "" : "; ";
    return row.rule().name() + ": " + lost + between + passed;
  }

  /** The same, and what the worst of what it ends with means. */
  String explained() {
    String worst =
        failures.isEmpty()
            ? byNumber(errors).get(0).explanation()
            : byNumber(failures).get(0).explanation();
    return sentence() + ": " + worst;
  }

  /** The target that errors are about, if it is only one. */
  private String where() {
    List<TargetState> failing =
        row.targets().stream().filter(one -> !one.relay().errors().isEmpty()).toList();
    return failing.size() == 1 ? " at " + failing.get(0).target().endpoint() : "";
  }

  /** {@code ECONNREFUSED 12, EAGAIN 3}: the worst first. */
  static String words(Map<RelayError, Long> errors) {
    return words(errors, RelayError::word);
  }

  private static <E extends Enum<E>> String words(Map<E, Long> counts, Function<E, String> word) {
    return byNumber(counts).stream()
        .map(one -> word.apply(one) + " " + Figures.count(counts.get(one)))
        .collect(Collectors.joining(", "));
  }

  /** Of equal ones, the one that is declared first. */
  private static <E extends Enum<E>> List<E> byNumber(Map<E, Long> counts) {
    return counts.keySet().stream()
        .sorted()
        .sorted((one, other) -> Long.compare(counts.get(other), counts.get(one)))
        .toList();
  }
}
