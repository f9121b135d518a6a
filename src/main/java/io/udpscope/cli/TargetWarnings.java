package io.udpscope.cli;

import io.udpscope.cli.option.RuleOrigin;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps targets from getting packets as things stand, a line each. */
final class TargetWarnings {
  private TargetWarnings() {}

  /**
   * Host names without an address.
   *
   * @param rules those of {@code origin}, with what their host names stand for
   */
  static List<String> ofNames(RuleOrigin origin, List<Rule> rules) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      List<Target> targets = targets(rules.get(i));
      String version = rules.get(i).match().ipv6().map(six -> six ? " IPv6" : " IPv4").orElse("");
      for (int j = 0; j < targets.size(); j++) {
        if (targets.get(j).address().isEmpty()) {
          warnings.add(
              place(origin, i, j)
                  + ("no" + version + " address is known for " + targets.get(j).host())
                  + "; it gets nothing until there is one, which is asked for every 30 s");
        }
      }
    }
    return warnings;
  }

  /** Copies that no hook but tc's makes, where another one was asked for and no relay may. */
  static List<String> ofHook(RuleOrigin origin, List<Rule> rules, HookChoice hook) {
    List<String> warnings = new ArrayList<>();
    if (hook == HookChoice.AUTO || hook == HookChoice.TC) {
      return warnings;
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).action() == Action.PASS && isKernelAlone(rules.get(i))) {
        warnings.add(
            place(origin, i, 0)
                + ("the rule "
                    + rules.get(i).name()
                    + " copies packets, which --hook "
                    + hook.word())
                + " cannot by path kernel: they pass, and nothing is sent");
      }
    }
    return warnings;
  }

  /**
   * Ways that do not lead to the target, or answers that do not come back.
   *
   * @param states of the targets, by the rule's name
   * @param interfaces of the session
   */
  static List<String> ofWays(
      RuleOrigin origin,
      List<Rule> rules,
      Map<String, List<TargetState>> states,
      List<String> interfaces) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      for (TargetState state : states.getOrDefault(rule.name(), List.of())) {
        int position = targets(rule).indexOf(state.target());
        if (position >= 0) {
          String place = place(origin, i, position);
          ofWay(rule, state.nextHop(), interfaces).ifPresent(text -> warnings.add(place + text));
        }
      }
    }
    return warnings;
  }

  private static Optional<String> ofWay(Rule rule, NextHop hop, List<String> interfaces) {
    if (hop.state() == NextHop.State.NO_ROUTE) {
      return Optional.of(Failure.NO_ROUTE.explanation() + "; its packets pass until there is one");
    }
    if (hop.state() == NextHop.State.LOCAL && isKernelAlone(rule)) {
      return Optional.of(Failure.LOCAL_TARGET.explanation() + "; its packets pass");
    }
    boolean replies = rule.forward().filter(Forward::programReplies).isPresent();
    return hop.interfaceName()
        .filter(name -> replies && !interfaces.contains(name))
        .map(name -> "its answers come in on " + name + ", which is not of this session");
  }

  /** It has a forward that the relay has no part in. */
  private static boolean isKernelAlone(Rule rule) {
    return rule.forward().filter(forward -> forward.path() == Path.KERNEL).isPresent();
  }

  private static List<Target> targets(Rule rule) {
    return rule.forward().map(Forward::targets).orElse(List.of());
  }

  private static String place(RuleOrigin origin, int rule, int target) {
    return origin.place(rule, "forward.targets[" + target + "].address") + ": ";
  }
}
