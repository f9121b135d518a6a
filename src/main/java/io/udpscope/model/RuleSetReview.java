package io.udpscope.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong, or odd, with a set of rules beyond what a single value of them can tell. */
public final class RuleSetReview {
  /**
   * @param error the rules must not be put in force; else they may, but hardly do what was meant
   * @param rule position of the rule in the set
   * @param field the path of the field in the rule, as in the config file: {@code
   *     forward.targets[0].address}
   * @param reason a clause for people, without the field
   */
  public record Finding(boolean error, int rule, String field, String reason) {}

  private static final String SOURCE = "forward.source";

  private final List<Rule> rules;
  private final Set<String> interfaces;
  private final List<Finding> findings = new ArrayList<>();

  private RuleSetReview(List<Rule> rules, Set<String> interfaces) {
    this.rules = rules;
    this.interfaces = interfaces;
  }

  /**
   * @param interfaces those of the session; none: they are not known, and nothing is said of them
   * @return in the order of the rules, errors and warnings mixed
   */
  public static List<Finding> of(List<Rule> rules, Set<String> interfaces) {
    RuleSetReview review = new RuleSetReview(rules, interfaces);
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      Integer other = names.putIfAbsent(rules.get(i).name(), i);
      if (other != null) {
        review.error(i, "name", "the rule at " + (other + 1) + " has this name already");
      }
      review.checkMatch(i);
      review.checkTranslation(i);
      review.checkForward(i);
    }
    return List.copyOf(review.findings);
  }

  private void error(int rule, String field, String reason) {
    findings.add(new Finding(true, rule, field, reason));
  }

  private void warning(int rule, String field, String reason) {
    findings.add(new Finding(false, rule, field, reason));
  }

  private void checkMatch(int position) {
    Match match = rules.get(position).match();
    Optional<String> name = match.interfaceName();
    if (name.isPresent() && !interfaces.isEmpty() && !interfaces.contains(name.get())) {
      error(
          position,
          "match.interface",
          name.get() + " is not of this session, which has " + String.join(", ", interfaces));
    }
    if (match.source().isPresent()
        && match.destination().isPresent()
        && isIpv6(match.source().get()) != isIpv6(match.destination().get())) {
      error(
          position,
          "match.src",
          "its destination is of the other IP version, and no packet has both");
    }
    for (int i = 0; i < position; i++) {
      if (rules.get(i).match().covers(match)) {
        warning(
            position,
            "match",
            "the rule " + rules.get(i).name() + " before it decides all of its packets");
        return;
      }
    }
  }

  private void checkTranslation(int position) {
    Rule rule = rules.get(position);
    if (rule.translate().isPresent() && rule.action() == Action.DROP && rule.forward().isEmpty()) {
      warning(position, "translate", "nothing is translated: the rule drops its packets");
    }
  }

  private void checkForward(int position) {
    Rule rule = rules.get(position);
    if (rule.forward().isEmpty()) {
      return;
    }
    Forward forward = rule.forward().get();
    if (forward.strategy() == Strategy.ALL) {
      checkAll(position, forward);
    }
    for (int i = 0; i < forward.targets().size(); i++) {
      Target target = forward.targets().get(i);
      if (target.address().isPresent()) {
        checkTarget(position, "forward.targets[" + i + "].address", target);
      }
    }
  }

  private void checkAll(int position, Forward forward) {
    if (forward.path() == Path.KERNEL) {
      error(
          position,
          "forward.path",
          "the kernel sends a packet to one target; auto or relay sends it to all");
    } else if (forward.replies() && forward.source().equals(Source.KEEP)) {
      error(
          position,
          SOURCE,
          "to a client whose source is kept, one target can answer, not all; masquerade lets all");
    }
  }

  private void checkTarget(int position, String field, Target target) {
    Rule rule = rules.get(position);
    Forward forward = rule.forward().orElseThrow();
    IpAddress address = target.address().orElseThrow();
    Optional<Boolean> ipv6 = rule.match().ipv6();
    if (ipv6.isPresent() && ipv6.get() != address.isIpv6() && !canChangeVersion(forward)) {
      error(
          position,
          field,
          version(ipv6.get())
              + " packets cannot be sent to "
              + address
              + (forward.path() == Path.KERNEL ? " by the kernel" : " with their source kept"));
      return;
    }
    Optional<IpAddress> source = forward.source().address();
    if (source.isPresent() && !leads(source.get(), address)) {
      error(position, SOURCE, source.get() + " cannot be the source towards " + address);
    } else if (address.isLoopback() && forward.path() == Path.KERNEL) {
      error(
          position,
          "forward.path",
          "only a socket reaches " + address + "; auto or relay sends from one");
    } else if (address.isLoopback() && forward.source().equals(Source.KEEP)) {
      error(
          position,
          SOURCE,
          "what answers a client from " + address + " cannot leave this host; masquerade lets it");
    } else if (comesBack(rule, target, address)) {
      error(
          position,
          field,
          target.endpoint() + " is what the rule matches: packets would go around in a loop");
    }
  }

  /** The relay's own sockets send what came in as IPv4 on as IPv6, and the other way round. */
  private static boolean canChangeVersion(Forward forward) {
    return forward.path() != Path.KERNEL && !forward.source().equals(Source.KEEP);
  }

  /** Linux sends nothing from a loopback address to elsewhere (ip_route_output_key_hash_rcu). */
  private static boolean leads(IpAddress source, IpAddress target) {
    return source.isIpv6() == target.isIpv6() && (!source.isLoopback() || target.isLoopback());
  }

  /** What is sent to the target is a packet that the same rule matches. */
  private static boolean comesBack(Rule rule, Target target, IpAddress address) {
    Match match = rule.match();
    Optional<IpAddress> source = rule.forward().orElseThrow().source().address();
    if (match.destination().isEmpty() || !match.destination().get().contains(address)) {
      return false;
    }
    if (source.isPresent()
        && match.source().isPresent()
        && !match.source().get().contains(source.get())) {
      return false;
    }
    PortRange ports = match.ports();
    if (target.port() != 0) {
      return ports.contains(target.port());
    }
    return Math.abs(rule.portShift()) <= ports.last() - ports.first();
  }

  private static boolean isIpv6(Prefix prefix) {
    return prefix.address().isIpv6();
  }

  private static String version(boolean ipv6) {
    return ipv6 ? "IPv6" : "IPv4";
  }
}
