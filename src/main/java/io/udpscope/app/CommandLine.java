package io.udpscope.app;

import io.udpscope.app.export.ExportRequest;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Actions by their names: every {@link Intent}, and a few words that take what they need with them.
 * What is asked for by name is done, or refused, as if its key had been pressed. Pure.
 */
public final class CommandLine {
  /** Words that are no intent's. */
  private static final List<String> WORDS = List.of("goto", "rules", "view", "theme", "stats");

  private static final int MAX_COUNT = 999_999_999;

  private CommandLine() {}

  /** Does what the line says; a line that cannot be understood stays, with the reason behind it. */
  static AppState run(AppState state, Prompt prompt, List<Command> commands) {
    String line = prompt.line().value().strip();
    if (line.isEmpty()) {
      return state;
    }
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    try {
      return run(state, word, rest, commands);
    } catch (IllegalArgumentException e) {
      return PromptKeys.with(state, prompt.refused(e.getMessage()));
    }
  }

  /**
   * @throws IllegalArgumentException if that cannot be understood
   */
  private static AppState run(AppState state, String word, String rest, List<Command> commands) {
    switch (word) {
      case "goto" -> {
        return BrowsingKeys.press(state, Intent.FIRST, number(rest), commands);
      }
      case "view" -> {
        return BrowsingKeys.press(state, view(rest), 0, commands);
      }
      case "rules" -> {
        commands.add(new Command.WriteRules(ExportRequest.ofRules(rest)));
        return state;
      }
      case "theme" -> {
        commands.add(new Command.UseTheme(ThemeName.named(rest)));
        return state;
      }
      case "stats" -> {
        commands.add(new Command.TellStats());
        return state;
      }
      default -> {
        return intent(state, Intent.named(word), rest, commands);
      }
    }
  }

  private static AppState intent(
      AppState state, Intent intent, String rest, List<Command> commands) {
    Optional<Prompt.Kind> kind = Prompt.Kind.of(intent);
    if (kind.isPresent() && !rest.isEmpty()) {
      return PromptKeys.apply(state, Prompt.open(kind.get(), rest, ""), commands);
    }
    Context here = state.context();
    if (!state.facts().keys().actsIn(intent, here) && !intent.changesTraffic()) {
      return BrowsingKeys.elsewhere(state, intent);
    }
    return BrowsingKeys.press(state, intent, rest.isEmpty() ? 0 : number(rest), commands);
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a number from 0 to %,d is wanted here", MAX_COUNT));
    }
    return Integer.parseInt(text);
  }

  private static Intent view(String word) {
    for (View view : View.values()) {
      if (word(view).equals(word)) {
        return Intent.valueOf("VIEW_" + view.name());
      }
    }
    throw new IllegalArgumentException(
        "a view is one of " + String.join(", ", words("view").toList()));
  }

  private static String word(View view) {
    return view.name().toLowerCase(Locale.ROOT);
  }

  /** The lines that one may go on to from what was typed so far, in the order of the alphabet. */
  public static List<String> candidates(String typed) {
    int space = typed.lastIndexOf(' ');
    String before = typed.substring(0, space + 1);
    Stream<String> words = space < 0 ? words("") : words(before.strip());
    List<String> lines = new ArrayList<>();
    words.map(word -> before + word).filter(line -> line.startsWith(typed)).forEach(lines::add);
    lines.remove(typed);
    return lines;
  }

  /** All but steps of a row, and signals that end the session: nobody means them by a Tab. */
  private static Stream<Intent> offered() {
    return Arrays.stream(Intent.values())
        .filter(
            intent ->
                switch (intent) {
                  case UP, DOWN, LEFT, RIGHT, BACK, COMMAND, INTERRUPT, ABORT -> false;
                  default -> true;
                });
  }

  /** What can come behind a word; behind none, the first words themselves. */
  private static Stream<String> words(String first) {
    return switch (first) {
      case "" -> Stream.concat(WORDS.stream(), offered().map(Intent::word)).sorted();
      case "view" -> Arrays.stream(View.values()).map(CommandLine::word);
      case "theme" -> Arrays.stream(ThemeName.values()).map(ThemeName::word);
      default -> Stream.of();
    };
  }
}
