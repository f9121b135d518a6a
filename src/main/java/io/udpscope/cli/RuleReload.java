package io.udpscope.cli;

import io.udpscope.app.change.RuleDifference;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.option.RuleOrigin;
import io.udpscope.cli.option.UsageException;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathException;
import io.udpscope.model.Rule;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rules of a running session again, all or nothing: packets meet the old ones or the new
 * ones. New host names are waited for while the session goes on.
 */
final class RuleReload {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int CHANGES_SHOWN = 8;

  private final Options options;
  private final List<String> interfaces;
  private final Datapath datapath;
  private final HostNames names;
  private final PrintStream err;
  private RuleOrigin origin;
  private Optional<RuleOrigin> fresh = Optional.empty();
  private long deadlineNanos;

  RuleReload(
      Options options,
      List<String> interfaces,
      Datapath datapath,
      HostNames names,
      PrintStream err) {
    this.options = options;
    this.interfaces = interfaces;
    this.datapath = datapath;
    this.names = names;
    this.err = err;
    this.origin = options.origin();
  }

  /**
   * Begins; what an earlier beginning has read and not put in force yet is forgotten.
   *
   * @throws UsageException if there is nothing to read, or something is wrong with it
   */
  void begin() {
    fresh = Optional.empty();
    RuleOrigin read = origin.again();
    names.want(read.rules());
    fresh = Optional.of(read);
    deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
  }

  /** It has begun, and {@link #finish} has not ended it yet. */
  boolean isGoingOn() {
    return fresh.isPresent();
  }

  /**
   * Puts the rules in force once their host names have been looked up, or that takes too long.
   *
   * @return what is another than before, in a line; empty: not yet
   * @throws UsageException if the rules cannot be
   * @throws DatapathException if the kernel refuses them
   */
  Optional<String> finish() {
    if (!names.hasAnswered() && System.nanoTime() - deadlineNanos < 0) {
      return Optional.empty();
    }
    RuleOrigin read = fresh.orElseThrow();
    fresh = Optional.empty();
    List<Rule> before = datapath.rules();
    List<Rule> rules = names.fill(read.rules());
    RuleJudgement judgement = new RuleJudgement(options, read, interfaces, err);
    judgement.judge(rules);
    datapath.apply(rules);
    origin = read;
    judgement.judgeWays(rules, datapath.targets());
    return Optional.of(describe(before, rules));
  }

  private static String describe(List<Rule> before, List<Rule> after) {
    List<String> changes = new ArrayList<>();
    for (RuleDifference difference : RuleDifference.between(before, after)) {
      changes.add(difference.asChange());
    }
    int hidden = Math.max(0, changes.size() - CHANGES_SHOWN);
    return changes.isEmpty()
        ? "nothing is another"
        : String.join(", ", changes.subList(0, changes.size() - hidden))
            + (hidden == 0 ? "" : " and " + hidden + " more");
  }
}
