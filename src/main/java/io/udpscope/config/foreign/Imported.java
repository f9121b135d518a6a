package io.udpscope.config.foreign;

import io.udpscope.model.Rule;
import java.util.List;

/**
 * What another program's rules are here.
 *
 * @param rules none of them wrong, alone or beside the others
 * @param warnings a line for each thing that could not be said as a rule
 */
public record Imported(List<Rule> rules, List<String> warnings) {
  public Imported {
    rules = List.copyOf(rules);
    warnings = List.copyOf(warnings);
  }
}
