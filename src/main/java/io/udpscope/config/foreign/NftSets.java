package io.udpscope.config.foreign;

import io.udpscope.config.ConfigNode;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The elements of sets and maps, those with names, too. */
final class NftSets {
  private final Map<String, List<ConfigNode>> named = new HashMap<>();

  /**
   * @param set the definition of a set or map
   */
  void define(ConfigNode set) {
    String name = NftJson.text(set, "name").orElse("");
    named.put(
        NftRule.place(set) + " @" + name, set.child("elem").map(NftJson::items).orElse(List.of()));
  }

  /**
   * The values of a set, or the pairs of a map; of anything else, itself.
   *
   * @param table where a name is looked for, as {@link NftRule#place} has it
   */
  List<ConfigNode> elements(ConfigNode node, String table) {
    String text = NftJson.text(node).orElse("");
    List<ConfigNode> elements;
    if (text.startsWith("@")) {
      elements = named.get(table + " " + text);
      if (elements == null) {
        throw new UnsaidException("the set " + text + " is not in the list");
      }
    } else {
      elements = node.child("set").map(NftJson::items).orElse(List.of(node));
    }
    if (elements.size() > Rule.MAX_RULES) {
      throw new UnsaidException(
          "a set of it has " + elements.size() + " elements, and " + Rule.MAX_RULES + " rules fit");
    }
    return bare(elements);
  }

  /** Elements may have comments and timeouts around them. */
  private static List<ConfigNode> bare(List<ConfigNode> elements) {
    List<ConfigNode> bare = new ArrayList<>();
    for (ConfigNode element : elements) {
      bare.add(element.child("elem").flatMap(inner -> inner.child("val")).orElse(element));
    }
    if (bare.isEmpty()) {
      throw new UnsaidException("a set of it is empty");
    }
    return bare;
  }
}
