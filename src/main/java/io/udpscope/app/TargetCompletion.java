package io.udpscope.app;

import io.udpscope.app.form.Field;
import io.udpscope.app.form.Form;
import io.udpscope.model.Forward;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the line of a target may become: targets of other rules, neighbours, who was seen. Pure. */
public final class TargetCompletion {
  private TargetCompletion() {}

  /** The targets that are typed at the moment; empty if no form asks for any. */
  static Optional<List<Target>> typed(AppState state) {
    return state.mode() instanceof Mode.Editing editing
        ? editing.form().template().forward().map(one -> one.targets(editing.form().fields()))
        : Optional.empty();
  }

  /** Those that begin like the line with the cursor; none where that is no target's. */
  public static List<String> candidates(AppState state, Form form) {
    if (!isTarget(form)) {
      return List.of();
    }
    String typed = form.focused().value();
    List<String> others = form.fields().stream().map(Field::value).toList();
    List<String> found = new ArrayList<>();
    for (String candidate : all(state)) {
      boolean goesOn = candidate.startsWith(typed) && !candidate.equals(typed);
      if (goesOn && !others.contains(candidate)) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static boolean isTarget(Form form) {
    return form.template()
        .forward()
        .map(lines -> lines.isTarget(form.fields(), form.focus()))
        .orElse(false);
  }

  private static Set<String> all(AppState state) {
    Set<String> all = new LinkedHashSet<>();
    for (RuleRow row : state.snapshot().rules()) {
      for (Target target : row.rule().forward().map(Forward::targets).orElse(List.of())) {
        all.add(target.endpoint());
      }
    }
    state.snapshot().targets().addresses().forEach(address -> all.add(address.toString()));
    return all;
  }

  /** Goes on with what all of them have in common. */
  static AppState complete(AppState state, Form form) {
    List<String> candidates = candidates(state, form);
    if (candidates.isEmpty()) {
      return state;
    }
    String common = candidates.get(0);
    for (String candidate : candidates) {
      int same = 0;
      while (same < Math.min(common.length(), candidate.length())
          && common.charAt(same) == candidate.charAt(same)) {
        same++;
      }
      common = common.substring(0, same);
    }
    Form completed = form.clear();
    for (char character : common.toCharArray()) {
      completed = completed.type(character);
    }
    Form shown = completed;
    return state.with(edit -> edit.mode = new Mode.Editing(shown, 0));
  }
}
