package io.udpscope.cli;

import io.udpscope.cli.option.Options;
import io.udpscope.cli.option.RuleCheck;
import io.udpscope.cli.option.RuleOrigin;
import io.udpscope.cli.option.UsageException;
import io.udpscope.model.PlainText;
import io.udpscope.model.Rule;
import io.udpscope.model.TargetState;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says of a session's rules, before they are in force, what cannot be, and warns of what hardly
 * does what was meant: a line each on standard error, none twice.
 */
final class RuleJudgement {
  private final Options options;
  private final RuleOrigin origin;
  private final List<String> interfaces;
  private final PrintStream err;
  private final Set<String> warned = new HashSet<>();

  /**
   * @param origin of the rules
   * @param interfaces of the session
   */
  RuleJudgement(Options options, RuleOrigin origin, List<String> interfaces, PrintStream err) {
    this.options = options;
    this.origin = origin;
    this.interfaces = interfaces;
    this.err = err;
  }

  /**
   * @param rules those of the origin, with what their host names stand for
   * @throws UsageException if they cannot be
   */
  void judge(List<Rule> rules) {
    if (options.readOnly()) {
      RuleCheck.readOnly(origin);
    }
    RuleCheck.warnings(origin, rules, new LinkedHashSet<>(interfaces)).forEach(this::warn);
    TargetWarnings.ofHook(origin, rules, options.hook()).forEach(this::warn);
    TargetWarnings.ofNames(origin, rules).forEach(this::warn);
  }

  /**
   * Once they are in force and the ways to their targets are known.
   *
   * @param states of the targets, by the rule's name
   */
  void judgeWays(List<Rule> rules, Map<String, List<TargetState>> states) {
    TargetWarnings.ofWays(origin, rules, states, interfaces).forEach(this::warn);
  }

  /** An option may be of several rules, and then it is warned of once. */
  private void warn(String line) {
    if (warned.add(line)) {
      err.println("udpscope: warning: " + PlainText.of(line));
    }
  }
}
