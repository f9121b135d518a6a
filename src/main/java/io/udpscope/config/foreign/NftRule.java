package io.udpscope.config.foreign;

import io.udpscope.config.ConfigNode;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A rule of nftables, as rules of ours. */
final class NftRule {
  private static final Set<String> SAYS_NOTHING = Set.of("counter", "log");
  private static final Set<String> DECIDES_NOTHING =
      Set.of("match", "counter", "log", "mangle", "notrack", "?");

  /** Why no rule of ours does what a statement does, where one might think so. */
  private static final Map<String, String> WHY =
      Map.of("redirect", ", which makes this host the destination, and translate leaves that");

  /** What a rule does to the packets that it looks for. */
  enum Effect {
    /** Nothing that decides where they go. */
    NONE(""),
    DNAT("dnat"),
    JUMP("jump"),
    GOTO("goto"),
    RETURN("return"),
    ACCEPT("accept"),
    /** What no rule of ours does. */
    OTHER("");

    private final String statement;

    Effect(String statement) {
      this.statement = statement;
    }

    static Effect of(String statement) {
      if (DECIDES_NOTHING.contains(statement)) {
        return NONE;
      }
      return Stream.of(values())
          .filter(effect -> effect.statement.equals(statement))
          .findFirst()
          .orElse(OTHER);
    }
  }

  private final ConfigNode node;
  private final NftSets sets;
  private final List<ConfigNode> statements;

  NftRule(ConfigNode node, NftSets sets) {
    this.node = node;
    this.sets = sets;
    this.statements = node.child("expr").map(NftJson::items).orElse(List.of());
  }

  /** {@code ip nat}: family and table of a chain, set or rule. */
  static String place(ConfigNode node) {
    return NftJson.text(node, "family").orElse("?") + " " + NftJson.text(node, "table").orElse("?");
  }

  /** Its chain, by {@link #place} and name. */
  String chain() {
    return place(node) + " " + chainName();
  }

  private String chainName() {
    return NftJson.text(node, "chain").orElse("?");
  }

  /** {@code table ip nat, chain prerouting, handle 7}. */
  String describe() {
    return "table " + place(node) + ", chain " + chainName() + ", handle " + handle();
  }

  private String handle() {
    return NftJson.text(node, "handle").orElse("?");
  }

  /** Its comment, or what it is found by: {@code prerouting-7}. */
  String name() {
    return NftJson.text(node, "comment")
        .filter(comment -> !comment.isBlank())
        .orElse(chainName() + "-" + handle());
  }

  boolean isForUdp() {
    return statements.stream()
        .map(statement -> statement.child("match"))
        .flatMap(Optional::stream)
        .noneMatch(match -> NftMatch.excludesUdp(match, sets, place(node)));
  }

  /** Of the first of its statements that does more than look and count. */
  Effect effect() {
    return deciding().map(NftJson::kind).map(Effect::of).orElse(Effect.NONE);
  }

  private Optional<ConfigNode> deciding() {
    return statements.stream()
        .filter(statement -> Effect.of(NftJson.kind(statement)) != Effect.NONE)
        .findFirst();
  }

  /** Where a {@code jump} or {@code goto} leads, as {@link #chain} has it. */
  String target() {
    String name =
        deciding()
            .flatMap(statement -> statement.child(NftJson.kind(statement)))
            .flatMap(jump -> NftJson.text(jump, "target"))
            .orElse("?");
    return place(node) + " " + name;
  }

  /** What packets of any kind meet in its table. */
  NftMatch anything() {
    return new NftMatch(sets, place(node));
  }

  /**
   * What it looks at.
   *
   * @param context what packets that come to its chain have in common
   * @throws UnsaidException if no match of ours says that, or it does more than one thing
   */
  NftMatch match(NftMatch context) {
    NftMatch match = context.copy();
    Optional<ConfigNode> deciding = deciding().filter(known -> effect() != Effect.OTHER);
    for (ConfigNode statement : statements) {
      String kind = NftJson.kind(statement);
      if (kind.equals("match")) {
        match.add(statement.child(kind).orElse(statement));
      } else if (!SAYS_NOTHING.contains(kind) && deciding.filter(statement::equals).isEmpty()) {
        throw new UnsaidException("it has a statement " + kind + WHY.getOrDefault(kind, ""));
      }
    }
    return match;
  }

  /**
   * Rules of ours, called as this one, that send its packets on.
   *
   * @throws UnsaidException if there are none that say the same
   */
  List<Rule> dnat(NftMatch context) {
    NftMatch match = match(context);
    ConfigNode statement = deciding().orElse(node);
    return dnat(statement.child(NftJson.kind(statement)).orElse(statement), match);
  }

  /** Rules of ours, called as this one, that let its packets alone. */
  List<Rule> passed(NftMatch context) {
    return match(context).matches(version(node)).stream()
        .map(match -> new Rule(name(), match, Action.PASS))
        .toList();
  }

  private List<Rule> dnat(ConfigNode dnat, NftMatch match) {
    Optional<ConfigNode> address = dnat.child("addr");
    int port = dnat.child("port").map(NftRule::targetPort).orElse(0);
    if (address.isEmpty()) {
      return translated(match.matches(version(dnat)), port);
    }
    Optional<ConfigNode> map = address.get().child("map");
    if (map.isPresent() && isByPort(map.get())) {
      return byPort(map.get(), port, match, dnat);
    }
    Forward forward = new NftDestinations(sets, place(node)).forward(address.get(), port);
    return forwarded(match.matches(version(dnat)), forward);
  }

  private static int targetPort(ConfigNode port) {
    if (NftJson.text(port).isEmpty()) {
      throw new UnsaidException("it chooses a port among several");
    }
    return NftJson.number(port, 65535);
  }

  private static boolean isByPort(ConfigNode map) {
    return map.child("key")
        .flatMap(key -> key.child("payload"))
        .flatMap(payload -> NftJson.text(payload, "field"))
        .filter("dport"::equals)
        .isPresent();
  }

  private List<Rule> byPort(ConfigNode map, int port, NftMatch match, ConfigNode dnat) {
    List<Rule> rules = new ArrayList<>();
    for (ConfigNode pair : sets.elements(map.child("data").orElse(map), place(node))) {
      List<ConfigNode> both = NftJson.items(pair);
      if (both.size() != 2) {
        throw new UnsaidException("it has a map of another kind");
      }
      NftMatch ofPorts = match.withPorts(NftMatch.ports(both.get(0)));
      Forward forward = new NftDestinations(sets, place(node)).forward(both.get(1), port);
      rules.addAll(forwarded(ofPorts.matches(version(dnat)), forward));
    }
    return rules;
  }

  /** Only the port becomes another one. */
  private List<Rule> translated(List<Match> matches, int port) {
    List<Rule> rules = new ArrayList<>();
    for (Match match : matches) {
      PortRange ports = match.ports();
      if (port == 0 || ports.first() != ports.last()) {
        throw new UnsaidException("it makes one port of several");
      }
      rules.add(new Rule(name(), match, Action.PASS, OptionalInt.of(port), Optional.empty()));
    }
    return rules;
  }

  private List<Rule> forwarded(List<Match> matches, Forward forward) {
    boolean ipv6 = forward.targets().get(0).address().map(IpAddress::isIpv6).orElse(false);
    for (Target target : forward.targets()) {
      if (target.address().map(IpAddress::isIpv6).orElse(ipv6) != ipv6) {
        throw new UnsaidException("it leads to addresses of both IP versions");
      }
    }
    return matches.stream()
        .map(
            match ->
                new Rule(name(), match, Action.DROP, OptionalInt.empty(), Optional.of(forward)))
        .toList();
  }

  /** Of the statement, or of its table; a table of inet is for both. */
  private Optional<Boolean> version(ConfigNode dnat) {
    String family = NftJson.text(dnat, "family").or(() -> NftJson.text(node, "family")).orElse("");
    return switch (family) {
      case "ip" -> Optional.of(false);
      case "ip6" -> Optional.of(true);
      default -> Optional.empty();
    };
  }
}
