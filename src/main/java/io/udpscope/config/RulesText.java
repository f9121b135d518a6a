package io.udpscope.config;

import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes rules as the config text that {@link RulesConfig} reads: what it reads equals what was
 * written, but for addresses that host names stand for at the moment. Values that are defaults are
 * left out where they say little. Without Jackson, which would slow every start.
 */
public final class RulesText {
  private RulesText() {}

  /**
   * A file's text.
   *
   * @param json on one line; else YAML
   */
  public static String of(List<Rule> rules, boolean json) {
    return json ? json(rules) + "\n" : yaml(rules);
  }

  /** On one line, without its end. */
  public static String json(List<Rule> rules) {
    return JsonText.of(tree(rules));
  }

  /** Whole lines. */
  public static String yaml(List<Rule> rules) {
    return YamlText.of(tree(rules));
  }

  private static Map<String, Object> tree(List<Rule> rules) {
    List<Object> list = new ArrayList<>();
    rules.forEach(rule -> list.add(fields(rule)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", RulesConfig.VERSION);
    tree.put("rules", list);
    return tree;
  }

  /** Its fields as in the config, in their order; the caller's own. */
  public static Map<String, Object> fields(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", rule.name());
    tree.put("match", match(rule.match()));
    tree.put("action", rule.action().word());
    if (rule.translate().isPresent()) {
      tree.put("translate", rule.translate().getAsInt());
    }
    if (!rule.capture().isDefault()) {
      tree.put("capture", capture(rule.capture()));
    }
    rule.forward().ifPresent(forward -> tree.put("forward", fields(forward)));
    return tree;
  }

  private static Object capture(Capture capture) {
    if (capture.off()) {
      return "off";
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    capture.snaplen().ifPresent(bytes -> tree.put("snaplen", bytes));
    capture.sample().ifPresent(packets -> tree.put("sample", packets));
    return tree;
  }

  private static Map<String, Object> match(Match match) {
    Map<String, Object> tree = new LinkedHashMap<>();
    match.interfaceName().ifPresent(name -> tree.put("interface", name));
    match.source().ifPresent(prefix -> tree.put("src", prefix(prefix)));
    match.destination().ifPresent(prefix -> tree.put("dst", prefix(prefix)));
    if (!match.ports().equals(PortRange.ANY)) {
      tree.put("ports", ports(match.ports()));
    }
    return tree;
  }

  private static String prefix(Prefix prefix) {
    return prefix.toString();
  }

  private static Object ports(PortRange ports) {
    return ports.first() == ports.last() ? ports.first() : ports.first() + "-" + ports.last();
  }

  /** As above. */
  public static Map<String, Object> fields(Forward forward) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("strategy", forward.strategy().word());
    if (forward.path() != Path.AUTO) {
      tree.put("path", forward.path().word());
    }
    tree.put("source", forward.source().toString());
    tree.put("replies", forward.replies());
    if (!forward.replyPorts().equals(Forward.DEFAULT_REPLY_PORTS)) {
      tree.put("replyPorts", ports(forward.replyPorts()));
    }
    if (forward.idleSeconds() != Forward.DEFAULT_IDLE_SECONDS) {
      tree.put("idle", forward.idleSeconds());
    }
    List<Object> targets = new ArrayList<>();
    forward.targets().forEach(target -> targets.add(fields(target)));
    tree.put("targets", targets);
    return tree;
  }

  /** As above. */
  public static Map<String, Object> fields(Target target) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("address", target.host());
    if (target.port() != 0) {
      tree.put("port", target.port());
    }
    if (target.weight() != 1) {
      tree.put("weight", target.weight());
    }
    if (target.down()) {
      tree.put("down", true);
    }
    put(tree, "interface", target.interfaceName());
    put(tree, "mac", target.mac().map(MacAddress::toString));
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, Optional<String> value) {
    value.ifPresent(text -> tree.put(key, text));
  }
}
