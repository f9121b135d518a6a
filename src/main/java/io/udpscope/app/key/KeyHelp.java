package io.udpscope.app.key;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code ?} says, and docs/keys.md: every key, those for where one is first. Pure. */
public final class KeyHelp {
  /**
   * A line.
   *
   * @param keys with spaces between them; empty in a heading
   * @param names by which a command line calls the same, with commas between them
   */
  public record Line(String keys, String names, String text) {
    static Line heading(String text) {
      return new Line("", "", text);
    }

    public boolean isHeading() {
      return keys.isEmpty();
    }
  }

  private KeyHelp() {}

  /**
   * @param here what comes first
   */
  public static List<Line> of(KeyMap keys, Context here, boolean readOnly) {
    List<Line> lines = new ArrayList<>();
    Set<Context> order = new LinkedHashSet<>();
    order.add(here);
    order.add(Context.ANYWHERE);
    order.addAll(EnumSet.allOf(Context.class));
    for (Context context : order) {
      List<Line> part = part(keys, context, readOnly);
      if (!part.isEmpty()) {
        lines.add(Line.heading(context.title()));
        lines.addAll(part);
      }
    }
    lines.add(Line.heading("While text is typed, which all other keys are"));
    for (FormKeyMap.Binding binding : FormKeyMap.BINDINGS) {
      if (!binding.help().isEmpty()) {
        lines.add(new Line(binding.shown(), "", binding.help()));
      }
    }
    return List.copyOf(lines);
  }

  private static List<Line> part(KeyMap keys, Context context, boolean readOnly) {
    List<Line> lines = new ArrayList<>();
    for (Binding binding : keys.bindings()) {
      boolean offered = !(readOnly && binding.intent().changesTraffic());
      if (offered && !binding.help().isEmpty() && binding.where().contains(context)) {
        String shown = keys.shown(binding);
        String names = keys.names(binding);
        lines.add(new Line(shown.isEmpty() ? "(none)" : shown, names, binding.help()));
      }
    }
    return lines;
  }
}
