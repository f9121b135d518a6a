package io.udpscope.config.foreign;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.udpscope.config.ConfigException;
import io.udpscope.config.ConfigNode;
import io.udpscope.config.FieldValues;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private static final int LONGEST_WARNING = 300;

  /** What of a chain tells where its packets come from. */
  private record Chain(String family, boolean isPrerouting, boolean isBase, int priority) {
    private static final Chain UNKNOWN = new Chain("?", false, false, 0);

    static Chain of(ConfigNode node) {
      boolean nat = NftJson.text(node, "type").filter("nat"::equals).isPresent();
      Optional<String> hook = NftJson.text(node, "hook");
      String priority = NftJson.text(node, "prio").orElse("0");
      return new Chain(
          NftJson.text(node, "family").orElse("?"),
          nat && hook.filter("prerouting"::equals).isPresent(),
          hook.isPresent(),
          priority.matches("-?[0-9]{1,9}") ? Integer.parseInt(priority) : 0);
    }

    boolean sharesPackets(Chain other) {
      return family.equals(other.family) || family.equals("inet") || other.family.equals("inet");
    }
  }

  private final NftSets sets = new NftSets();
  private final Map<String, Chain> chains = new LinkedHashMap<>();
  private final List<ConfigNode> found = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

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
    Chain defined = Chain.of(chain);
    chains.put(NftRule.place(chain) + " " + name, defined);
    if (defined.isPrerouting()
        && NftJson.text(chain, "policy").filter("drop"::equals).isPresent()) {
      warn(
          "table " + NftRule.place(chain) + ", chain " + name, "it drops what no rule of it takes");
    }
  }

  /** Packets meet chains of lower priority first. */
  Imported imported() {
    Map<String, List<NftRule>> deciding =
        found.stream()
            .map(node -> new NftRule(node, sets))
            .filter(NftRule::isForUdp)
            .filter(rule -> rule.effect() != NftRule.Effect.NONE)
            .collect(groupingBy(NftRule::chain, LinkedHashMap::new, toList()));
    NftWalk walk = new NftWalk(deciding, this::add, this::warn);
    List<String> entries =
        deciding.keySet().stream()
            .filter(name -> chain(name).isPrerouting())
            .sorted(Comparator.comparingInt(name -> chain(name).priority()))
            .toList();
    for (int i = 0; i < entries.size(); i++) {
      Chain entry = chain(entries.get(i));
      boolean isLast =
          entries.stream().skip(i + 1).map(this::chain).noneMatch(entry::sharesPackets);
      walk.follow(entries.get(i), isLast);
    }
    deciding.forEach(
        (name, rules) -> rules.forEach(rule -> warnUnless(walk.hasReached(name), rule)));
    return new Imported(rules, List.copyOf(warnings));
  }

  private Chain chain(String name) {
    return chains.getOrDefault(name, Chain.UNKNOWN);
  }

  private void warnUnless(boolean reached, NftRule rule) {
    if (!reached && rule.effect() == NftRule.Effect.DNAT) {
      warn(
          rule,
          chain(rule.chain()).isBase()
              ? "its packets do not come in from elsewhere, and rules act on those alone"
              : "no chain on prerouting leads to it");
    }
  }

  private void add(NftRule rule, List<Rule> made) {
    if (rules.size() + made.size() > Rule.MAX_RULES) {
      throw new UnsaidException("only " + Rule.MAX_RULES + " rules fit");
    }
    for (Finding finding : RuleSetReview.of(made, Set.of())) {
      if (finding.error() && !finding.field().equals("name")) {
        throw new UnsaidException(finding.reason());
      }
    }
    made.forEach(one -> rules.add(one.withName(freeName(one.name()))));
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
    warn(rule.describe(), reason);
  }

  private void warn(String place, String reason) {
    String line = place + ": not imported: " + reason;
    warnings.add(line.substring(0, Math.min(line.length(), LONGEST_WARNING)));
  }
}
