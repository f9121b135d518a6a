package io.udpscope.config.foreign;

import io.udpscope.config.ConfigErrors;
import io.udpscope.config.ConfigField;
import io.udpscope.config.ConfigNode;
import io.udpscope.config.FieldsReader;
import io.udpscope.config.Shape;
import io.udpscope.config.ValueType.Listing;
import io.udpscope.config.ValueType.Mapping;
import io.udpscope.config.ValueType.Word;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A config file of udplb (moolen/udplb on GitHub): a list of addresses and ports, each with where
 * its packets, or with {@code pass} copies of them, are sent. The source stays the client's there.
 * A rule is called after its address and port.
 */
final class UdplbRules {
  private static final ConfigField<IpAddress> ADDRESS =
      ConfigField.required("address", ForeignTypes.ADDRESS, "");
  private static final ConfigField<Integer> PORT =
      ConfigField.required("port", ForeignTypes.PORT, "");
  private static final Mapping ENDPOINT = new Mapping(Shape.of("endpoint", ADDRESS, PORT));
  private static final ConfigField<Action> TC_ACTION =
      ConfigField.optional(
          "tc_action", new Word<>(List.of("pass", "block"), UdplbRules::action), "pass", "");
  private static final ConfigField<Strategy> STRATEGY =
      ConfigField.optional(
          "strategy",
          new Word<>(List.of("src-port", "src-ip"), UdplbRules::strategy),
          "src-port",
          "");
  private static final ConfigField<FieldsReader> KEY = ConfigField.required("key", ENDPOINT, "");
  private static final ConfigField<FieldsReader> OPTIONS =
      ConfigField.optional(
          "options", new Mapping(Shape.of("options", TC_ACTION, STRATEGY)), "", "");
  private static final ConfigField<List<Optional<FieldsReader>>> UPSTREAM =
      ConfigField.required("upstream", new Listing<>(ENDPOINT, 1, Forward.MAX_TARGETS), "");
  private static final Listing<FieldsReader> TEXT =
      new Listing<>(new Mapping(Shape.of("entry", KEY, OPTIONS, UPSTREAM)), 0, Rule.MAX_RULES);

  private final ConfigErrors errors;

  UdplbRules(ConfigErrors errors) {
    this.errors = errors;
  }

  private static Action action(String word) {
    return switch (word) {
      case "pass" -> Action.PASS;
      case "block" -> Action.DROP;
      default -> throw new IllegalArgumentException("one of pass, block");
    };
  }

  private static Strategy strategy(String word) {
    return switch (word) {
      case "src-port" -> Strategy.SOURCE_PORT;
      case "src-ip" -> Strategy.SOURCE_IP;
      default -> throw new IllegalArgumentException("one of src-port, src-ip");
    };
  }

  Imported read(ConfigNode top) {
    List<Rule> rules = new ArrayList<>();
    List<FieldsReader> entries = new ArrayList<>();
    for (Optional<FieldsReader> entry : TEXT.read(top, errors)) {
      entry
          .flatMap(this::rule)
          .ifPresent(
              rule -> {
                rules.add(rule);
                entries.add(entry.orElseThrow());
              });
    }
    for (Finding finding : RuleSetReview.of(rules, Set.of())) {
      if (finding.error()) {
        entries.get(finding.rule()).refuse(KEY, finding.reason());
      }
    }
    return new Imported(rules, List.of());
  }

  private Optional<Rule> rule(FieldsReader entry) {
    long before = errors.count();
    Optional<Target> key = entry.require(KEY).flatMap(this::target);
    Optional<FieldsReader> options = entry.get(OPTIONS);
    Action action = options.flatMap(fields -> fields.get(TC_ACTION)).orElse(Action.PASS);
    Strategy strategy =
        options.flatMap(fields -> fields.get(STRATEGY)).orElse(Strategy.SOURCE_PORT);
    List<Target> targets =
        entry.require(UPSTREAM).orElse(List.of()).stream()
            .flatMap(Optional::stream)
            .map(this::target)
            .flatMap(Optional::stream)
            .toList();
    if (errors.count() > before) {
      return Optional.empty();
    }
    return entry
        .make(UPSTREAM, () -> Forward.to(targets).withStrategy(strategy))
        .map(forward -> rule(key.orElseThrow(), action, forward));
  }

  private static Rule rule(Target key, Action action, Forward forward) {
    IpAddress address = key.address().orElseThrow();
    Match match =
        new Match(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Prefix(address, address.bits())),
            new PortRange(key.port(), key.port()));
    return new Rule(key.endpoint(), match, action, OptionalInt.empty(), Optional.of(forward));
  }

  private Optional<Target> target(FieldsReader endpoint) {
    Optional<IpAddress> address = endpoint.require(ADDRESS);
    Optional<Integer> port = endpoint.require(PORT);
    return address.flatMap(known -> port.map(number -> Target.of(known, number)));
  }
}
