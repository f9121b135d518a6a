package io.udpscope.cli;

import io.udpscope.cli.option.DirectionChoice;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.option.UsageException;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.model.Rule;
import io.udpscope.relay.Relay;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

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
  private final RuleJudgement judgement;
  private final List<Rule> rules;
  private SessionDatapath datapath;

  /**
   * @throws UsageException if the rules cannot be
   */
  SessionStart(Options options, List<String> interfaces, PrintStream err) {
    this.options = options;
    this.interfaces = interfaces;
    this.err = err;
    judgement = new RuleJudgement(options, options.origin(), interfaces, err);
    names.want(options.rules());
    names.awaitAnswers(PATIENCE);
    rules = names.fill(options.rules());
    try {
      judgement.judge(rules);
    } catch (UsageException e) {
      names.close();
      throw e;
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
        interfaces, rules -> RulesText.json(rules).getBytes(StandardCharsets.UTF_8), new Relay());
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
      judgement.judgeWays(rules, datapath.targets());
    }
  }

  /** Brings what is in the rules' file later into the open session. */
  RuleReload reload() {
    return new RuleReload(options, interfaces, datapath, names, err);
  }

  /** For a session that was never opened; one that was closes its names itself. */
  @Override
  public void close() {
    names.close();
  }
}
