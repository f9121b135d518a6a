package io.udpscope.config;

import io.udpscope.config.ValueType.Listing;
import io.udpscope.config.ValueType.Mapping;
import io.udpscope.config.ValueType.NamedWords;
import io.udpscope.config.ValueType.Text;
import io.udpscope.config.ValueType.TextOrNumber;
import io.udpscope.config.ValueType.WholeNumber;
import io.udpscope.config.ValueType.Word;
import io.udpscope.config.ValueType.WordOr;
import io.udpscope.config.ValueType.Words;
import io.udpscope.config.ValueType.YesOrNo;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every field of a config text, declared once: what reads it, its JSON Schema and the tables of
 * docs/config.md are made from this.
 */
final class ConfigFields {
  private static final String PORTS_PATTERN = "^[0-9]{1,10}(-[0-9]{1,10})?$";
  private static final String PREFIX_PATTERN = "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$";
  private static final String MAC_PATTERN = "^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$";
  private static final String ANYTHING = "";
  private static final int LONGEST_ADDRESS = 45;
  private static final int LONGEST_PREFIX = 49;

  private static final ValueType<PortRange> PORTS_TYPE =
      new TextOrNumber<>("5005-5010", PORTS_PATTERN, 65535, FieldValues::ports);
  private static final ValueType<Prefix> PREFIX_TYPE =
      new Text<>("10.0.0.0/8", PREFIX_PATTERN, LONGEST_PREFIX, FieldValues::prefix);
  private static final ValueType<String> INTERFACE_TYPE =
      new Text<>("eth0", "^[^/:\\s]+$", 15, FieldValues::interfaceName);

  /** Fields of {@code match}. */
  static final ConfigField<String> MATCH_INTERFACE =
      ConfigField.optional("interface", INTERFACE_TYPE, "any", "an interface of the session");

  static final ConfigField<Prefix> SRC =
      ConfigField.optional("src", PREFIX_TYPE, "any", "a prefix, `10.0.0.0/8`, or an address");
  static final ConfigField<Prefix> DST =
      ConfigField.optional("dst", PREFIX_TYPE, "any", "the same, of the destination");
  static final ConfigField<PortRange> PORTS =
      ConfigField.optional("ports", PORTS_TYPE, "any", "of the destination: `53`, `5005-5010`");
  static final Shape MATCH_SHAPE = Shape.of("match", MATCH_INTERFACE, SRC, DST, PORTS);

  /** Fields of a target. */
  static final ConfigField<String> ADDRESS =
      ConfigField.required(
          "address",
          new Text<>(
              "10.0.0.1",
              "^[0-9A-Za-z:._-]+$",
              FieldValues.LONGEST_HOST_NAME,
              ConfigFields::hostText),
          "an address, or a host name, which is looked up at once and every 30 s after");

  static final ConfigField<Integer> PORT =
      ConfigField.optional(
          "port", new WholeNumber(1, 65535), "the packet's, translated", "1 to 65535");
  static final ConfigField<Integer> WEIGHT =
      ConfigField.optional(
          "weight",
          new WholeNumber(1, Target.MAX_WEIGHT),
          "`1`",
          "its share beside the others', 1 to 1000");
  static final ConfigField<Boolean> DOWN =
      ConfigField.optional(
          "down",
          new YesOrNo(),
          "`false`",
          "`true`: it gets nothing, and its share spreads over the others");
  static final ConfigField<String> TARGET_INTERFACE =
      ConfigField.optional(
          "interface",
          INTERFACE_TYPE,
          "by the routes",
          "the way out; what the relay sends with the client's address goes by the routes");
  static final ConfigField<MacAddress> MAC =
      ConfigField.optional(
          "mac",
          new Text<>("02:42:ac:11:00:03", MAC_PATTERN, 17, FieldValues::mac),
          "by the neighbours",
          "of the next hop, with `interface`; no route is looked up then");
  static final Shape TARGET_SHAPE =
      Shape.of("target", ADDRESS, PORT, WEIGHT, DOWN, TARGET_INTERFACE, MAC);

  /** Fields of {@code forward}. */
  static final ConfigField<Strategy> STRATEGY =
      ConfigField.optional(
          "strategy",
          new Word<>(words(Strategy.values(), Strategy::word), FieldValues::strategy),
          "`src-ip`",
          "`src-ip`, `src-port` or `round-robin`: one target a packet; `all`: each of them");

  static final ConfigField<Path> PATH =
      ConfigField.optional(
          "path",
          new Word<>(words(Path.values(), Path::word), FieldValues::path),
          "`auto`",
          "who sends: `kernel` the program, `relay` a socket, `auto` the program and, where only a"
              + " socket can, the relay");
  static final ConfigField<Source> SOURCE =
      ConfigField.optional(
          "source",
          new Text<>(
              "keep", "^(keep|masquerade|[0-9A-Fa-f:.]+)$", LONGEST_ADDRESS, FieldValues::source),
          "`keep`; `masquerade` with `path: relay`, `strategy: all` or a loopback target",
          "whose address a sent packet bears: `keep` the client's, `masquerade` ours on that way,"
              + " or an address of ours");
  static final ConfigField<Boolean> REPLIES =
      ConfigField.optional(
          "replies",
          new YesOrNo(),
          "`false`",
          "`true`: answers go back to the client as from the address that it spoke to");
  static final ConfigField<PortRange> REPLY_PORTS =
      ConfigField.optional(
          "replyPorts",
          new TextOrNumber<>("61000-65535", PORTS_PATTERN, 65535, FieldValues::replyPorts),
          "`61000-65535`",
          "our ports towards the targets, with `replies` and another source than `keep`");
  static final ConfigField<Integer> IDLE =
      ConfigField.optional(
          "idle",
          new WholeNumber(1, Forward.MAX_IDLE_SECONDS),
          "`60`",
          "a client's session ends after so many seconds without a packet, 1 to 86400");
  static final ConfigField<List<Optional<FieldsReader>>> TARGETS =
      ConfigField.required(
          "targets",
          new Listing<>(new Mapping(TARGET_SHAPE), 1, Forward.MAX_TARGETS),
          "1 to 256 of them");
  static final Shape FORWARD_SHAPE =
      Shape.of("forward", STRATEGY, PATH, SOURCE, REPLIES, REPLY_PORTS, IDLE, TARGETS);

  /** Fields of {@code capture}. */
  static final ConfigField<Integer> SNAPLEN =
      ConfigField.optional(
          "snaplen",
          new WholeNumber(0, Capture.MAX_SNAPLEN),
          "as `--snaplen` says",
          "bytes kept of each frame; the headers up to UDP's are always kept");

  static final ConfigField<Integer> SAMPLE =
      ConfigField.optional(
          "sample",
          new WholeNumber(1, Capture.MAX_SAMPLE),
          "`1`",
          "one packet in so many is captured");
  static final Shape CAPTURE_SHAPE = Shape.of("capture", SNAPLEN, SAMPLE);

  /** Fields of a rule. */
  static final ConfigField<String> NAME =
      ConfigField.required(
          "name",
          new Text<>("dns", ANYTHING, FieldValues.LONGEST_NAME, FieldValues::name),
          "its identity: counters follow it when the rule is changed or moved. No two are the"
              + " same");

  static final ConfigField<FieldsReader> MATCH =
      ConfigField.required("match", new Mapping(MATCH_SHAPE), "the packets it is for");
  static final ConfigField<Action> ACTION =
      ConfigField.optional(
          "action",
          new Word<>(words(Action.values(), Action::word), FieldValues::action),
          "`pass`",
          "`pass` or `drop`: what happens to the original");
  static final ConfigField<Integer> TRANSLATE =
      ConfigField.optional(
          "translate",
          new WholeNumber(1, 65535),
          "none",
          "the port that the first of `ports` becomes; the others follow it");
  static final ConfigField<FieldsReader> FORWARD =
      ConfigField.optional(
          "forward",
          new Mapping(FORWARD_SHAPE),
          "nowhere",
          "where packets go (`drop`), or copies of them (`pass`)");
  static final ConfigField<Optional<FieldsReader>> CAPTURE =
      ConfigField.optional(
          "capture",
          new WordOr<>("off", new Mapping(CAPTURE_SHAPE)),
          "as each tap wants it",
          "what is captured of its packets; `off`: nothing");
  static final Shape RULE_SHAPE =
      Shape.of("rule", NAME, MATCH, ACTION, TRANSLATE, CAPTURE, FORWARD);

  /** Fields of the whole text. */
  static final ConfigField<Integer> VERSION =
      ConfigField.optional(
          "version",
          new WholeNumber(RulesConfig.VERSION, RulesConfig.VERSION),
          "`1`",
          "of the config's form");

  static final ConfigField<List<Optional<FieldsReader>>> RULES =
      ConfigField.optional(
          "rules",
          new Listing<>(new Mapping(RULE_SHAPE), 0, Rule.MAX_RULES),
          "none",
          "in their order: a packet obeys the first one that matches it");
  static final ConfigField<Setting> THEME =
      ConfigField.optional(
          "theme", new Words("theme", "light"), "`default`", "the colours of the screen");
  static final ConfigField<Setting> CONFIRM =
      ConfigField.optional(
          "confirm",
          new Words("confirm", "60"),
          "`60`",
          "seconds that a risky change stands unconfirmed, 1 to 3600, or `off`");
  static final ConfigField<List<Setting>> KEYS =
      ConfigField.optional(
          "keys",
          new NamedWords("z or PgDn"),
          "those of [keys.md](keys.md)",
          "keys of actions, by the actions' names");
  static final Shape TEXT_SHAPE = Shape.of("text", VERSION, RULES, THEME, CONFIRM, KEYS);
  static final Shape SCREEN_SHAPE = Shape.of("screen", VERSION, THEME, CONFIRM, KEYS);

  private ConfigFields() {}

  private static <E> List<String> words(E[] values, Function<E, String> word) {
    return Arrays.stream(values).map(word).toList();
  }

  /** As an address is written; a host name stays as it is. */
  private static String hostText(String text) {
    return FieldValues.host(text).map(IpAddress::toString).orElse(text);
  }
}
