package io.udpscope.cli.explain;

import io.udpscope.cli.explain.FrameFields.Change;
import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.datapath.Explanation;
import io.udpscope.datapath.Explanation.Refusal;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An explanation with the names and words that its numbers stand for. */
final class Account {
  private final Explanation explanation;
  private final List<Rule> rules;
  private final FrameFields before;
  private final FrameFields after;

  /**
   * @param rawIp frames begin with the IP header
   */
  Account(Explanation explanation, boolean rawIp) {
    this.explanation = explanation;
    this.rules = explanation.rules().map(Account::rules).orElse(List.of());
    this.before = FrameFields.of(explanation.before(), rawIp);
    this.after = FrameFields.of(explanation.after(), rawIp);
  }

  /** A session of another version may write rules that this one does not read. */
  private static List<Rule> rules(String text) {
    try {
      return RulesConfig.read(text).rules();
    } catch (ConfigException e) {
      return List.of();
    }
  }

  Explanation explanation() {
    return explanation;
  }

  /** {@code 10.0.0.9:51000}; empty if the packet shows none. */
  Optional<String> source() {
    return endpoint(before.source(), FrameFields.SOURCE_PORT);
  }

  Optional<String> destination() {
    return endpoint(before.destination(), FrameFields.DESTINATION_PORT);
  }

  private Optional<String> endpoint(Optional<IpAddress> address, String port) {
    return address.map(
        known ->
            before
                .value(port)
                .map(value -> new Endpoint(known, Integer.parseInt(value)).toString())
                .orElse(known.toString()));
  }

  /** Of the rule at a position; empty if the session does not describe its rules. */
  Optional<String> ruleName(int position) {
    return position < rules.size() ? Optional.of(rules.get(position).name()) : Optional.empty();
  }

  /** The rule that decides, if it is known. */
  Optional<Rule> rule() {
    OptionalInt position =
        explanation.decision().map(Explanation.Decision::position).orElse(OptionalInt.empty());
    return position.isPresent() && position.getAsInt() < rules.size()
        ? Optional.of(rules.get(position.getAsInt()))
        : Optional.empty();
  }

  /**
   * @param position of a rule that does not accept the packet
   * @param name of it, if known
   * @param reasons a clause each
   */
  record Refused(int position, Optional<String> name, List<String> reasons) {}

  List<Refused> refused() {
    Refusals words = new Refusals(explanation.interfaceName(), before);
    List<Refused> refused = new ArrayList<>();
    for (Refusal refusal : explanation.refusals()) {
      int position = refusal.position();
      Optional<Rule> rule =
          position < rules.size() ? Optional.of(rules.get(position)) : Optional.empty();
      List<String> reasons = words.reasons(refusal.dimensions(), rule.map(Rule::match));
      refused.add(new Refused(position, rule.map(Rule::name), reasons));
    }
    return refused;
  }

  List<Change> changes() {
    return before.changesTo(after);
  }
}
