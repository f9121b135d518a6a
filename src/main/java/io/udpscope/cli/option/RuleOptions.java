package io.udpscope.cli.option;

import io.udpscope.config.FieldValues;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules that {@code -p} and its like make: one for each {@code -p}, in their order, or a single
 * one for any UDP; the other options say the same of each of them.
 */
final class RuleOptions implements RuleOrigin {
  /**
   * The options as they were given.
   *
   * @param drop {@code --drop}
   */
  record Given(
      List<String> ports,
      Optional<String> source,
      Optional<String> destination,
      boolean drop,
      List<String> targets,
      Optional<String> strategy,
      Optional<String> path,
      Optional<String> forwardSource,
      boolean replies) {}

  private final Given given;
  private final List<Rule> rules;

  /**
   * @throws UsageException if a value is wrong
   */
  RuleOptions(Given given) {
    this.given = given;
    if (given.ports.size() > Rule.MAX_RULES) {
      throw new UsageException(
          "-p: " + given.ports.size() + " rules, and " + Rule.MAX_RULES + " fit");
    }
    Optional<Prefix> source = value("--src", given.source, FieldValues::prefix);
    Optional<Prefix> destination = value("--dst", given.destination, FieldValues::prefix);
    Optional<Forward> forward = forward();
    Match any = new Match(Optional.empty(), source, destination, PortRange.ANY);
    Action action = given.drop ? Action.DROP : Action.PASS;
    Rule model = new Rule("any", any, action).withForward(forward);
    rules = given.ports.isEmpty() ? List.of(model) : rules(model);
  }

  private List<Rule> rules(Rule model) {
    Set<PortRange> seen = new HashSet<>();
    List<Rule> made = new ArrayList<>();
    for (String text : given.ports) {
      int colon = text.indexOf(':');
      String from = colon < 0 ? text : text.substring(0, colon);
      PortRange range = read("-p", text, ignored -> FieldValues.ports(from));
      if (!seen.add(range)) {
        throw new UsageException("-p " + text + ": given twice");
      }
      Match match =
          new Match(Optional.empty(), model.match().source(), model.match().destination(), range);
      Rule rule = model.withName(nameOf(range)).withMatch(match);
      made.add(
          colon < 0
              ? rule
              : read("-p", text, all -> rule.withTranslate(port(all.substring(colon + 1)))));
    }
    return List.copyOf(made);
  }

  private static OptionalInt port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("a translation is written 5005-5010:6005");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static String nameOf(PortRange range) {
    if (range.equals(PortRange.ANY)) {
      return "any";
    }
    return (range.first() == range.last() ? "port-" : "ports-") + range;
  }

  private Optional<Forward> forward() {
    if (given.targets.isEmpty()) {
      refuseWithoutTargets();
      return Optional.empty();
    }
    Set<String> endpoints = new HashSet<>();
    List<Target> targets = new ArrayList<>();
    for (String text : given.targets) {
      Target target = read("--to", text, RuleOptions::target);
      if (!endpoints.add(target.endpoint())) {
        throw new UsageException("--to " + text + ": given twice");
      }
      targets.add(target);
    }
    if (targets.size() > Forward.MAX_TARGETS) {
      throw new UsageException(
          "--to: " + targets.size() + " targets, and " + Forward.MAX_TARGETS + " fit");
    }
    Strategy strategy =
        value("--strategy", given.strategy, FieldValues::strategy).orElse(Strategy.SOURCE_IP);
    Path path = value("--path", given.path, FieldValues::path).orElse(Path.AUTO);
    Source source =
        value("--source", given.forwardSource, FieldValues::source)
            .orElse(Forward.defaultSource(strategy, path, targets));
    return Optional.of(
        Forward.to(targets)
            .withStrategy(strategy)
            .withPath(path)
            .withSource(source)
            .withReplies(given.replies));
  }

  private void refuseWithoutTargets() {
    given.strategy.ifPresent(text -> missingTargets("--strategy " + text));
    given.path.ifPresent(text -> missingTargets("--path " + text));
    given.forwardSource.ifPresent(text -> missingTargets("--source " + text));
    if (given.replies) {
      missingTargets("--replies");
    }
  }

  private static void missingTargets(String option) {
    throw new UsageException(option + ": --to is missing");
  }

  /** {@code 10.0.0.1:53*2}, {@code [2001:db8::1]:53}, {@code collector.example}. */
  private static Target target(String text) {
    int star = text.indexOf('*');
    String endpoint = star < 0 ? text : text.substring(0, star);
    int weight = star < 0 ? 1 : number(text.substring(star + 1), "weight", Target.MAX_WEIGHT);
    String host = endpoint;
    String port = "";
    if (endpoint.startsWith("[")) {
      int end = endpoint.indexOf(']');
      if (end < 0 || end + 1 < endpoint.length() && endpoint.charAt(end + 1) != ':') {
        throw new IllegalArgumentException("an IPv6 target is written [2001:db8::1]:53");
      }
      host = endpoint.substring(1, end);
      port = endpoint.substring(end + 1);
    } else if (endpoint.indexOf(':') >= 0) {
      if (endpoint.indexOf(':') != endpoint.lastIndexOf(':')) {
        throw new IllegalArgumentException("an IPv6 target is written [2001:db8::1]:53");
      }
      host = endpoint.substring(0, endpoint.indexOf(':'));
      port = endpoint.substring(endpoint.indexOf(':'));
    }
    Optional<IpAddress> address = FieldValues.host(host);
    return new Target(
        address.map(IpAddress::toString).orElse(host),
        address,
        port.isEmpty() ? 0 : number(port.substring(1), "port", 65535),
        weight,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static int number(String text, String what, int most) {
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw new IllegalArgumentException("a " + what + " is 1 to " + most);
    }
    return number;
  }

  private static <T> Optional<T> value(
      String option, Optional<String> text, Function<String, T> reader) {
    return text.map(given -> read(option, given, reader));
  }

  private static <T> T read(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + " " + text + ": " + e.getMessage());
    }
  }

  @Override
  public List<Rule> rules() {
    return rules;
  }

  @Override
  public RuleOrigin again() {
    throw new UsageException("there is no file to read: they come from the command line, not -c");
  }

  @Override
  public String place(int rule, String field) {
    if (field.startsWith("forward.targets[")) {
      int end = field.indexOf(']');
      return "--to " + given.targets.get(Integer.parseInt(field.substring(16, end)));
    }
    if (field.startsWith("forward.source")) {
      return "--source " + given.forwardSource.orElse("keep");
    }
    if (field.startsWith("forward.path")) {
      return "--path " + given.path.orElse("auto");
    }
    if (field.equals("match.src")) {
      return "--src " + given.source.orElse("");
    }
    return given.ports.isEmpty() ? "the rule for any UDP" : "-p " + given.ports.get(rule);
  }
}
