package io.udpscope.config;

import static io.udpscope.config.ConfigFields.ACTION;
import static io.udpscope.config.ConfigFields.ADDRESS;
import static io.udpscope.config.ConfigFields.CAPTURE;
import static io.udpscope.config.ConfigFields.DOWN;
import static io.udpscope.config.ConfigFields.DST;
import static io.udpscope.config.ConfigFields.FORWARD;
import static io.udpscope.config.ConfigFields.IDLE;
import static io.udpscope.config.ConfigFields.MAC;
import static io.udpscope.config.ConfigFields.MATCH;
import static io.udpscope.config.ConfigFields.MATCH_INTERFACE;
import static io.udpscope.config.ConfigFields.NAME;
import static io.udpscope.config.ConfigFields.PATH;
import static io.udpscope.config.ConfigFields.PORT;
import static io.udpscope.config.ConfigFields.PORTS;
import static io.udpscope.config.ConfigFields.REPLIES;
import static io.udpscope.config.ConfigFields.REPLY_PORTS;
import static io.udpscope.config.ConfigFields.RULES;
import static io.udpscope.config.ConfigFields.SAMPLE;
import static io.udpscope.config.ConfigFields.SNAPLEN;
import static io.udpscope.config.ConfigFields.SOURCE;
import static io.udpscope.config.ConfigFields.SRC;
import static io.udpscope.config.ConfigFields.STRATEGY;
import static io.udpscope.config.ConfigFields.TARGETS;
import static io.udpscope.config.ConfigFields.TARGET_INTERFACE;
import static io.udpscope.config.ConfigFields.TEXT_SHAPE;
import static io.udpscope.config.ConfigFields.TRANSLATE;
import static io.udpscope.config.ConfigFields.VERSION;
import static io.udpscope.config.ConfigFields.WEIGHT;

import io.udpscope.config.ValueType.Mapping;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the rules out of the tree of a config text. What is wrong goes to the errors, and the rest
 * is read all the same, so that all errors are known at once.
 */
final class RulesReader {
  private final ConfigErrors errors;
  private final Map<String, Position> names = new HashMap<>();

  private RulesReader(ConfigErrors errors) {
    this.errors = errors;
  }

  /** What it gives is of use only if there are no errors. */
  static RulesConfig read(ConfigNode top, ConfigErrors errors) {
    FieldsReader fields = new Mapping(TEXT_SHAPE).read(top, errors);
    fields.get(VERSION);
    ScreenConfig screen = ScreenConfig.read(fields);
    List<Rule> rules = new RulesReader(errors).rules(fields);
    RulesConfig config = new RulesConfig(rules, screen, top);
    if (errors.count() > 0) {
      for (Finding finding : RuleSetReview.of(rules, Set.of())) {
        if (finding.error()) {
          errors.add(config.error(finding));
        }
      }
    }
    return config;
  }

  private List<Rule> rules(FieldsReader fields) {
    List<Rule> rules = new ArrayList<>();
    for (Optional<FieldsReader> item : fields.get(RULES).orElse(List.of())) {
      String standIn = "\0" + rules.size(); // which is no name
      String name = item.flatMap(this::name).orElse(standIn);
      rules.add(
          item.flatMap(rule -> rule(name, rule))
              .orElseGet(() -> new Rule(standIn, Match.ANY, Action.PASS)));
    }
    return rules;
  }

  /** Its name, unless a rule before it bears that, however wrong that one may be. */
  private Optional<String> name(FieldsReader rule) {
    Optional<String> name = rule.require(NAME);
    Optional<Position> first = name.map(known -> names.putIfAbsent(known, rule.position(NAME)));
    first.ifPresent(place -> rule.refuse(NAME, "the rule at " + place + " has this name already"));
    return first.isPresent() ? Optional.empty() : name;
  }

  private Optional<Rule> rule(String name, FieldsReader fields) {
    long before = errors.count();
    Optional<Match> match = fields.require(MATCH).flatMap(this::match);
    Action action = fields.get(ACTION).orElse(Action.PASS);
    Optional<Forward> forward = fields.get(FORWARD).flatMap(this::forward);
    Capture capture = fields.get(CAPTURE).map(RulesReader::capture).orElse(Capture.DEFAULT);
    OptionalInt port = number(fields.get(TRANSLATE));
    Optional<Rule> rule =
        match.flatMap(
            known ->
                fields.make(TRANSLATE, () -> new Rule(name, known, action).withTranslate(port)));
    return rule.map(made -> made.withCapture(capture).withForward(forward))
        .filter(made -> errors.count() == before);
  }

  private static OptionalInt number(Optional<Integer> read) {
    return read.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /**
   * @param wanted nothing where it is off
   */
  private static Capture capture(Optional<FieldsReader> wanted) {
    return wanted
        .map(
            fields ->
                Capture.DEFAULT
                    .withSnaplen(number(fields.get(SNAPLEN)))
                    .withSample(number(fields.get(SAMPLE))))
        .orElse(Capture.OFF);
  }

  /** What this makes, unless something turned out to be wrong meanwhile. */
  private <T> Optional<T> whole(Supplier<T> making) {
    long before = errors.count();
    T made = making.get();
    return errors.count() == before ? Optional.of(made) : Optional.empty();
  }

  private Optional<Match> match(FieldsReader fields) {
    return whole(
        () ->
            new Match(
                fields.get(MATCH_INTERFACE),
                fields.get(SRC),
                fields.get(DST),
                fields.get(PORTS).orElse(PortRange.ANY)));
  }

  private Optional<Forward> forward(FieldsReader fields) {
    Optional<List<Target>> targets = targets(fields);
    Optional<Forward> bare = targets.flatMap(all -> fields.make(TARGETS, () -> Forward.to(all)));
    return whole(
            () -> {
              Strategy strategy = fields.get(STRATEGY).orElse(Strategy.SOURCE_IP);
              Path path = fields.get(PATH).orElse(Path.AUTO);
              Source standard = Forward.defaultSource(strategy, path, targets.orElse(List.of()));
              Source source = fields.get(SOURCE).orElse(standard);
              boolean replies = fields.get(REPLIES).orElse(false);
              PortRange ports = fields.get(REPLY_PORTS).orElse(Forward.DEFAULT_REPLY_PORTS);
              int idle = fields.get(IDLE).orElse(Forward.DEFAULT_IDLE_SECONDS);
              return bare.map(Forward::targets)
                  .map(all -> new Forward(strategy, path, source, replies, ports, idle, all));
            })
        .flatMap(made -> made);
  }

  private Optional<List<Target>> targets(FieldsReader fields) {
    return whole(
        () ->
            fields.get(TARGETS).orElse(List.of()).stream()
                .flatMap(Optional::stream)
                .map(this::target)
                .flatMap(Optional::stream)
                .toList());
  }

  private Optional<Target> target(FieldsReader fields) {
    long before = errors.count();
    Optional<String> host = fields.require(ADDRESS);
    Optional<String> interfaceName = fields.get(TARGET_INTERFACE);
    Optional<MacAddress> mac = fields.get(MAC);
    if (mac.isPresent() && !fields.has(TARGET_INTERFACE)) {
      fields.refuse(MAC, "it needs the interface, too");
    }
    int port = fields.get(PORT).orElse(0);
    int weight = fields.get(WEIGHT).orElse(1);
    boolean down = fields.get(DOWN).orElse(false);
    return errors.count() > before
        ? Optional.empty()
        : host.map(
            name ->
                new Target(name, FieldValues.host(name), port, weight, down, interfaceName, mac));
  }
}
