package io.udpscope.app.export;

import io.udpscope.model.Rule;
import java.util.List;

/** Makes of rules the text that a session can begin with. */
@FunctionalInterface
public interface RuleWriter {
  /**
   * @param json else YAML
   * @return whole lines
   */
  String text(List<Rule> rules, boolean json);
}
