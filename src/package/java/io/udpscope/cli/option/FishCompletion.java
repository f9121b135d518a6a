package io.udpscope.cli.option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Completion in fish: a line for each option, under the condition of its commands. */
final class FishCompletion {
  private static final String FUNCTIONS =
      """
      # True in these commands, each a word, or two with _ between; without a command it is live.
      function __udpscope_in
          set -l words (commandline -opc)
          set -l command live
          contains -- "$words[2]" %1$s; and set command $words[2]
          contains -- "$words[2]" %2$s; and set command (string join _ $words[2..3])
          contains -- $command $argv
      end

      # True where this many words stand before the cursor.
      function __udpscope_behind
          test (count (commandline -opc)) -eq $argv[1]
      end

      function __udpscope_behind_first
          set -l words (commandline -opc)
          test (count $words) -eq 2; and test $words[2] = $argv[1]
      end

      # The interfaces there are, behind those that the word already names.
      function __udpscope_interfaces
          set -l before (string match -r '.*,' -- (commandline -ct))
          for interface in /sys/class/net/*
              echo "$before"(path basename $interface 2>/dev/null; or basename $interface)
          end
      end

      complete -c udpscope -f
      """;

  private FishCompletion() {}

  static String script() {
    StringBuilder text =
        new StringBuilder("# Made from udpscope's own tables of commands and options.\n\n");
    String twofold = String.join(" ", CommandWords.withSecond());
    text.append(String.format(FUNCTIONS, String.join(" ", CommandWords.first().keySet()), twofold));
    CommandWords.first()
        .forEach(
            (word, description) -> text.append(word("__udpscope_behind 1", word, description)));
    for (String first : CommandWords.withSecond()) {
      String condition = "__udpscope_behind_first " + first;
      CommandWords.second(first)
          .forEach((word, command) -> text.append(word(condition, word, command.description)));
    }
    text.append("complete -c udpscope -n '__udpscope_behind 1' -a '(__udpscope_interfaces)'\n");
    for (Command command : Command.values()) {
      text.append(argument(command));
    }
    for (OptionTable option : OptionTable.values()) {
      byOffer(option).forEach((offer, commands) -> text.append(line(option, offer, commands)));
    }
    return text.toString();
  }

  private static String word(String condition, String word, String description) {
    return "complete -c udpscope -n '"
        + condition
        + "' -a "
        + word
        + " -d "
        + quoted(description)
        + "\n";
  }

  private static String argument(Command command) {
    String condition =
        " -n '__udpscope_in " + CommandWords.key(command) + "; and not __udpscope_behind 1'";
    return switch (Offer.of(command).kind()) {
      case INTERFACES -> "complete -c udpscope" + condition + " -a '(__udpscope_interfaces)'\n";
      case FILES -> "complete -c udpscope" + condition + " -F\n";
      case WORDS, NOTHING -> "";
    };
  }

  private static Map<Offer, List<Command>> byOffer(OptionTable option) {
    return Arrays.stream(Command.values())
        .filter(option::appliesTo)
        .collect(
            Collectors.groupingBy(
                command -> Offer.of(command, option), LinkedHashMap::new, Collectors.toList()));
  }

  private static String line(OptionTable option, Offer offer, List<Command> commands) {
    StringBuilder text = new StringBuilder("complete -c udpscope -n '__udpscope_in ");
    text.append(CommandWords.keys(commands)).append('\'');
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (option.label != null) {
      text.append(
          switch (offer.kind()) {
            case WORDS -> " -x -a " + quoted(String.join(" ", offer.words()));
            case FILES -> " -r -F";
            case INTERFACES, NOTHING -> " -x";
          });
    }
    return text.append(" -d ").append(quoted(option.description)).append('\n').toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
