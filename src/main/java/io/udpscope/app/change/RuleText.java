package io.udpscope.app.change;

import io.udpscope.model.Forward;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Parts of a rule in the few words of a table's cell. */
public final class RuleText {
  public static final String NOTHING = "-";

  private RuleText() {}

  /** {@code 6005}, or {@code 6005+} where a range of ports goes to the ports from there on. */
  public static String translate(PortRange ports, OptionalInt port) {
    if (port.isEmpty()) {
      return NOTHING;
    }
    return port.getAsInt() + (ports.first() == ports.last() ? "" : "+");
  }

  public static String translate(Rule rule) {
    return translate(rule.match().ports(), rule.translate());
  }

  /** {@code off}, {@code 64 bytes, 1 in 10}, or {@code all}. */
  public static String capture(Rule rule) {
    return rule.capture().isDefault() ? "all" : rule.capture().toString();
  }

  /** {@code src-ip ▸ 2 targets (1 down)}, or the endpoint of the only one. */
  public static String forward(Optional<Forward> forward) {
    if (forward.isEmpty()) {
      return NOTHING;
    }
    List<Target> targets = forward.get().targets();
    return targets.size() == 1
        ? targets(forward.get())
        : forward.get().strategy().word() + " ▸ " + targets(forward.get());
  }

  /** {@code 10.0.0.1:53 by relay}: the same, and who sends, where that was said. */
  public static String forwardAndPath(Optional<Forward> forward) {
    return forward(forward) + forward.map(RuleText::path).orElse("");
  }

  /** {@code " by relay"}, or nothing where the kernel and the relay share the work. */
  public static String path(Forward forward) {
    return forward.path() == Path.AUTO ? "" : " by " + forward.path().word();
  }

  /** {@code 2 targets (1 down)}, or the endpoint of the only one. */
  public static String targets(Forward forward) {
    List<Target> targets = forward.targets();
    long down = targets.stream().filter(Target::down).count();
    if (targets.size() == 1) {
      return targets.get(0).endpoint() + (down > 0 ? " (down)" : "");
    }
    return targets.size() + " targets" + (down > 0 ? " (" + down + " down)" : "");
  }
}
