package io.udpscope.app;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The lines that were entered before, the newest first. Immutable. */
public record PromptHistory(Map<Prompt.Kind, List<String>> lines) {
  static final PromptHistory NONE = new PromptHistory(Map.of());

  private static final int MAX_LINES = 100;

  public PromptHistory {
    lines = Map.copyOf(lines);
  }

  List<String> of(Prompt.Kind kind) {
    return lines.getOrDefault(kind, List.of());
  }

  /** With a line that was entered; one that was there before comes to the front. */
  PromptHistory with(Prompt.Kind kind, String line) {
    if (line.isBlank()) {
      return this;
    }
    List<String> next = new ArrayList<>(of(kind));
    next.remove(line);
    next.add(0, line);
    Map<Prompt.Kind, List<String>> all = new EnumMap<>(Prompt.Kind.class);
    all.putAll(lines);
    all.put(kind, List.copyOf(next.subList(0, Math.min(MAX_LINES, next.size()))));
    return new PromptHistory(all);
  }
}
