package io.udpscope.cli.option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that name commands: one, or two of which several commands may share the first. */
final class CommandWords {
  private CommandWords() {}

  /** What the scripts know a command by. */
  static String key(Command command) {
    return String.join("_", command.words());
  }

  static String keys(List<Command> commands) {
    return commands.stream().map(CommandWords::key).collect(Collectors.joining(" "));
  }

  /** The first words, each once, with a description. */
  static Map<String, String> first() {
    Map<String, String> words = new LinkedHashMap<>();
    for (Command command : Command.values()) {
      words.merge(command.words().get(0), command.description, (one, other) -> one + "; " + other);
    }
    return words;
  }

  /** The commands that begin with this word and have a second one, by that. */
  static Map<String, Command> second(String first) {
    Map<String, Command> words = new LinkedHashMap<>();
    for (Command command : Command.values()) {
      List<String> parts = command.words();
      if (parts.size() > 1 && parts.get(0).equals(first)) {
        words.put(parts.get(1), command);
      }
    }
    return words;
  }

  /** First words that a second has to follow. */
  static Set<String> withSecond() {
    return first().keySet().stream()
        .filter(word -> !second(word).isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Every name of a command's options. */
  static String options(Command command) {
    return Arrays.stream(OptionTable.values())
        .filter(option -> option.appliesTo(command))
        .flatMap(option -> option.names().stream())
        .collect(Collectors.joining(" "));
  }
}
