package io.udpscope.config;

import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the rules out of the tree of a config text. */
final class RulesReader {
  static final int VERSION = 1;

  private static final int MAX_NAME = 100;

  private final Map<String, Position> positions = new HashMap<>();

  private RulesReader() {}

  static RulesConfig read(ConfigNode top) {
    RulesReader reader = new RulesReader();
    reader.remember(top);
    FieldsReader fields = new FieldsReader(top, "version", "rules", "theme", "confirm", "keys");
    fields.integer("version", VERSION, VERSION);
    List<Rule> rules = fields.list("rules", RulesReader::rule);
    if (rules.size() > Rule.MAX_RULES) {
      throw new ConfigException(
          reader.positions.get("rules"),
          "rules",
          "there are " + rules.size() + ", and " + Rule.MAX_RULES + " fit");
    }
    return new RulesConfig(rules, ScreenConfig.read(fields), reader.positions);
  }

  private void remember(ConfigNode node) {
    positions.put(node.path(), node.position());
    if (node instanceof ConfigNode.Fields fields) {
      fields.fields().values().forEach(field -> remember(field.value()));
    } else if (node instanceof ConfigNode.Items items) {
      items.items().forEach(this::remember);
    }
  }

  private static Rule rule(ConfigNode node) {
    FieldsReader fields =
        new FieldsReader(node, "name", "match", "action", "translate", "capture", "forward");
    String name = fields.requiredText("name", "dns", RulesReader::checkName);
    Match match = match(fields.require("match"));
    Action action = fields.text("action", "drop", RulesReader::action).orElse(Action.PASS);
    Optional<Forward> forward = fields.get("forward").map(RulesReader::forward);
    Capture capture = fields.get("capture").map(RulesReader::capture).orElse(Capture.DEFAULT);
    Rule rule = new Rule(name, match, action).withCapture(capture).withForward(forward);
    Optional<Integer> translate = fields.integer("translate", 1, 65535);
    if (translate.isEmpty()) {
      return rule;
    }
    OptionalInt port = OptionalInt.of(translate.get());
    return FieldsReader.value(fields.require("translate"), port, rule::withTranslate);
  }

  /** Nothing in a name may reach a terminal as anything but text. */
  private static String checkName(String name) {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("a name has at most " + MAX_NAME + " characters");
    }
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException("a name begins and ends with what can be seen");
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      int kind = Character.getType(name.codePointAt(i));
      if (kind == Character.CONTROL
          || kind == Character.FORMAT
          || kind == Character.SURROGATE
          || kind == Character.LINE_SEPARATOR
          || kind == Character.PARAGRAPH_SEPARATOR) {
        throw new IllegalArgumentException("a name has no control characters");
      }
    }
    return name;
  }

  private static Action action(String text) {
    for (Action action : Action.values()) {
      if (action.word().equals(text)) {
        return action;
      }
    }
    throw new IllegalArgumentException("one of pass, drop");
  }

  private static Match match(ConfigNode node) {
    FieldsReader fields = new FieldsReader(node, "interface", "src", "dst", "ports");
    return new Match(
        fields.text("interface", "eth0", RulesReader::interfaceName),
        fields.text("src", "10.0.0.0/8", FieldValues::prefix),
        fields.text("dst", "10.0.0.0/8", FieldValues::prefix),
        fields.textOrNumber("ports", "5005-5010", FieldValues::ports).orElse(PortRange.ANY));
  }

  /** What the kernel takes as one: dev_valid_name() in net/core/dev.c. */
  private static String interfaceName(String text) {
    boolean valid =
        text.getBytes(StandardCharsets.UTF_8).length <= 15
            && !text.equals(".")
            && !text.equals("..")
            && text.matches("[^/:\\s\\p{Cntrl}]+");
    if (!valid) {
      throw new IllegalArgumentException("no interface can be called so");
    }
    return text;
  }

  /** {@code off}, or a mapping. */
  private static Capture capture(ConfigNode node) {
    if (node instanceof ConfigNode.Scalar scalar) {
      return FieldsReader.value(node, scalar.text(), FieldValues::captureWord);
    }
    FieldsReader fields = new FieldsReader(node, "snaplen", "sample");
    return Capture.DEFAULT
        .withSnaplen(number(fields.integer("snaplen", 0, Capture.MAX_SNAPLEN)))
        .withSample(number(fields.integer("sample", 1, Capture.MAX_SAMPLE)));
  }

  private static OptionalInt number(Optional<Integer> read) {
    return read.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Forward forward(ConfigNode node) {
    FieldsReader fields =
        new FieldsReader(
            node, "strategy", "path", "source", "replies", "replyPorts", "idle", "targets");
    List<Target> targets = fields.list("targets", RulesReader::target);
    ConfigNode at = fields.get("targets").orElse(node);
    Strategy strategy =
        fields.text("strategy", "src-ip", FieldValues::strategy).orElse(Strategy.SOURCE_IP);
    Path path = fields.text("path", "auto", FieldValues::path).orElse(Path.AUTO);
    Forward known =
        FieldsReader.value(at, targets, Forward::to)
            .withStrategy(strategy)
            .withPath(path)
            .withSource(
                fields
                    .text("source", "keep", FieldValues::source)
                    .orElse(Forward.defaultSource(strategy, path, targets)))
            .withReplies(fields.yesOrNo("replies").orElse(false))
            .withIdleSeconds(
                fields
                    .integer("idle", 1, Forward.MAX_IDLE_SECONDS)
                    .orElse(Forward.DEFAULT_IDLE_SECONDS));
    return fields
        .textOrNumber(
            "replyPorts", "61000-65535", text -> known.withReplyPorts(FieldValues.ports(text)))
        .orElse(known);
  }

  private static Target target(ConfigNode node) {
    FieldsReader fields =
        new FieldsReader(node, "address", "port", "weight", "down", "interface", "mac");
    String host = fields.requiredText("address", "10.0.0.1", text -> text);
    Optional<IpAddress> address = fields.requiredText("address", "10.0.0.1", FieldValues::host);
    Optional<String> interfaceName = fields.text("interface", "eth0", RulesReader::interfaceName);
    Optional<MacAddress> mac = fields.text("mac", "02:42:ac:11:00:03", MacAddress::parse);
    if (mac.isPresent() && interfaceName.isEmpty()) {
      ConfigNode at = fields.require("mac");
      throw new ConfigException(at.position(), at.path(), "it needs the interface, too");
    }
    return new Target(
        address.map(IpAddress::toString).orElse(host),
        address,
        fields.integer("port", 1, 65535).orElse(0),
        fields.integer("weight", 1, Target.MAX_WEIGHT).orElse(1),
        fields.yesOrNo("down").orElse(false),
        interfaceName,
        mac);
  }
}
