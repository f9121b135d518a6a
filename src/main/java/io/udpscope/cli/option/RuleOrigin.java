package io.udpscope.cli.option;

import io.udpscope.model.Rule;
import java.util.List;

/** Where a session's first rules come from: the command line, or a file. */
public interface RuleOrigin {
  List<Rule> rules();

  /**
   * Reads them again from where they came.
   *
   * @throws UsageException if that cannot be, or something is wrong with them now
   */
  RuleOrigin again();

  /**
   * How a person finds what a field of a rule came from: {@code --to 10.0.0.9:53}, or the place in
   * the file.
   *
   * @param rule position of the rule
   * @param field its path in the rule: {@code forward.targets[0].address}
   */
  String place(int rule, String field);
}
