package io.udpscope.cli;

import io.udpscope.config.RulesText;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.model.Rule;
import io.udpscope.model.TargetState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What every session in the kernel begins with: host names looked up, the rules judged together,
 * warnings given; then the datapath loaded with the rules, and at last attached.
 */
final class SessionStart implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Options options;
  private final List<String> interfaces;
  private final PrintStream err;
  private final HostNames names = new HostNames();
  private final Set<String> warned = new HashSet<>();
  private final List<Rule> rules;
  private SessionDatapath datapath;

  /**
   * @throws UsageException if the rules cannot be
   */
  SessionStart(Options options, List<String> interfaces, PrintStream err) {
    this.options = options;
    this.interfaces = interfaces;
    this.err = err;
    names.want(options.rules());
    names.awaitAnswers(PATIENCE);
    rules = names.fill(options.rules());
    try {
      Set<String> session = new LinkedHashSet<>(interfaces);
      RuleCheck.warnings(options.origin(), rules, session).forEach(this::warn);
    } catch (UsageException e) {
      names.close();
      throw e;
    }
    TargetWarnings.ofHook(options.origin(), rules, options.hook()).forEach(this::warn);
    TargetWarnings.ofNames(options.origin(), rules).forEach(this::warn);
  }

  /** An option may be of several rules, and then it is warned of once. */
  private void warn(String line) {
    if (warned.add(line)) {
      err.println("udpscope: warning: " + line.replaceAll("\\p{Cntrl}", "?"));
    }
  }

  /**
   * Loads it, with its rules in force, in the network of the calling thread.
   *
   * @throws io.udpscope.datapath.DatapathException if the kernel or the interface cannot
   */
  Datapath open() {
    DirectionChoice direction = options.direction().orElse(defaultDirection());
    datapath = new SessionDatapath(kernel(), names, direction);
    try {
      datapath.apply(rules);
      return datapath;
    } catch (RuntimeException e) {
      datapath.close();
      throw e;
    }
  }

  private BpfDatapath kernel() {
    return BpfDatapath.load(
        interfaces, rules -> RulesText.json(rules).getBytes(StandardCharsets.UTF_8));
  }

  private DirectionChoice defaultDirection() {
    return options.command().drawsScreen() ? DirectionChoice.BOTH : DirectionChoice.IN;
  }

  /**
   * @throws io.udpscope.datapath.DatapathException if the kernel or the interface cannot
   */
  void attach() {
    datapath.attach(options.hook(), options.direction().isEmpty());
    if (options.command().drawsScreen()) {
      datapath.tellOfHopeless();
    } else {
      Map<String, List<TargetState>> states = datapath.targets();
      TargetWarnings.ofWays(options.origin(), rules, states, interfaces).forEach(this::warn);
    }
  }

  /** For a session that was never opened; one that was closes its names itself. */
  @Override
  public void close() {
    names.close();
  }
}
