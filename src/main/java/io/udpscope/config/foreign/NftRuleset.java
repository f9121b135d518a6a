package io.udpscope.config.foreign;

import io.udpscope.config.ConfigException;
import io.udpscope.config.ConfigNode;
import io.udpscope.config.FieldValues;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code nft -j list ruleset} prints: the rules that translate the destination of UDP packets
 * become rules of ours, as far as these say the same; for each of the others there is a warning.
 * Sources: libnftables-json(5), nft(8).
 */
final class NftRuleset {
  private static final Set<String> LEAVES_PACKETS_ALONE = Set.of("?", "mangle", "notrack");
  private static final int LONGEST_WARNING = 300;

  /** What of a chain tells where its packets come from. */
  private record Chain(boolean isPrerouting, boolean isBase, int priority) {
    private static final Chain UNKNOWN = new Chain(false, false, 0);

    static Chain of(ConfigNode node) {
      boolean nat = NftJson.text(node, "type").filter("nat"::equals).isPresent();
      Optional<String> hook = NftJson.text(node, "hook");
      String priority = NftJson.text(node, "prio").orElse("0");
      return new Chain(
          nat && hook.filter("prerouting"::equals).isPresent(),
          hook.isPresent(),
          priority.matches("-?[0-9]{1,9}") ? Integer.parseInt(priority) : 0);
    }
  }

  private final NftSets sets = new NftSets();
  private final Map<String, Chain> chains = new HashMap<>();
  private final List<ConfigNode> found = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();

  private NftRuleset() {}

  /**
   * @throws ConfigException if it is something else
   */
  static NftRuleset read(ConfigNode top) {
    NftRuleset ruleset = new NftRuleset();
    ConfigNode objects =
        top.child("nftables")
            .filter(node -> node instanceof ConfigNode.Items)
            .orElseThrow(
                () ->
                    ConfigException.at(
                        top, "a list nftables is wanted, as nft -j list ruleset prints it"));
    for (ConfigNode object : NftJson.items(objects)) {
      object.child("chain").ifPresent(ruleset::define);
      object.child("set").ifPresent(ruleset.sets::define);
      object.child("map").ifPresent(ruleset.sets::define);
      object.child("rule").ifPresent(ruleset.found::add);
    }
    return ruleset;
  }

  private void define(ConfigNode chain) {
    String name = NftJson.text(chain, "name").orElse("?");
    chains.put(NftRule.place(chain) + " " + name, Chain.of(chain));
  }

  /** Packets meet chains of lower priority first. */
  Imported imported() {
    found.stream()
        .map(node -> new NftRule(node, sets))
        .filter(NftRule::isForUdp)
        .sorted(Comparator.comparingInt(rule -> chain(rule).priority()))
        .forEach(this::add);
    return new Imported(rules, warnings);
  }

  private Chain chain(NftRule rule) {
    return chains.getOrDefault(rule.chain(), Chain.UNKNOWN);
  }

  private void add(NftRule rule) {
    Chain chain = chain(rule);
    if (!rule.isDnat()) {
      warnOfEffect(rule, chain);
    } else if (chain.isPrerouting()) {
      addDnat(rule);
    } else if (chain.isBase()) {
      warn(rule, "its packets do not come in from elsewhere, and rules act on those alone");
    } else {
      warn(rule, "its chain is jumped to, and what jumps there decides with it");
    }
  }

  /** Other rules of a chain may keep packets from those that were imported. */
  private void warnOfEffect(NftRule rule, Chain chain) {
    Optional<String> effect = rule.effect().filter(kind -> !LEAVES_PACKETS_ALONE.contains(kind));
    if (chain.isPrerouting() && effect.isPresent()) {
      warn(rule, "it has a statement " + effect.get());
    }
  }

  private void addDnat(NftRule rule) {
    try {
      List<Rule> made = rule.rules();
      if (rules.size() + made.size() > Rule.MAX_RULES) {
        throw new UnsaidException("only " + Rule.MAX_RULES + " rules fit");
      }
      for (Finding finding : RuleSetReview.of(made, Set.of())) {
        if (finding.error() && !finding.field().equals("name")) {
          throw new UnsaidException(finding.reason());
        }
      }
      made.forEach(one -> rules.add(one.withName(freeName(one.name()))));
    } catch (UnsaidException e) {
      warn(rule, e.getMessage());
    }
  }

  private String freeName(String wanted) {
    String name = wanted;
    try {
      FieldValues.name(wanted);
    } catch (IllegalArgumentException e) {
      name = "nftables";
    }
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private void warn(NftRule rule, String reason) {
    String line = rule.describe() + ": not imported: " + reason;
    warnings.add(line.substring(0, Math.min(line.length(), LONGEST_WARNING)));
  }
}
