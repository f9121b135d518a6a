package io.udpscope.cli.option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Completion in zsh: a specification of {@code _arguments} for each command. */
final class ZshCompletion {
  private static final String COMPLETION =
      """

      _udpscope_interfaces() {
        local -a interfaces=(/sys/class/net/*(N:t))
        compset -P '*,'
        compadd -S '' -M 'l:|=*' -a interfaces
      }

      _udpscope() {
        local -a arguments
        local command=live
        if (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
          _alternative 'commands:command:_udpscope_commands' 'interfaces:interface:_udpscope_interfaces'
          return
        fi
        if _udpscope_has_second "${words[2]}"; then
          if (( CURRENT == 3 )); then
            _udpscope_seconds "${words[2]}"
            return
          fi
          command=${words[2]}_${words[3]}
          shift 2 words
          (( CURRENT -= 2 ))
        elif _udpscope_specification "${words[2]}"; then
          command=${words[2]}
          shift words
          (( CURRENT-- ))
        fi
        _udpscope_specification $command && _arguments -S $arguments
      }

      _udpscope "$@"
      """;

  private ZshCompletion() {}

  static String script() {
    return "#compdef udpscope\n# Made from udpscope's own tables of commands and options.\n\n"
        + commands()
        + seconds()
        + specifications()
        + COMPLETION;
  }

  private static String commands() {
    return "_udpscope_commands() {\n" + described("commands", CommandWords.first()) + "}\n";
  }

  private static String seconds() {
    StringBuilder text = new StringBuilder("\n_udpscope_seconds() {\n  case $1 in\n");
    for (String first : CommandWords.withSecond()) {
      Map<String, String> words = new LinkedHashMap<>();
      CommandWords.second(first).forEach((word, command) -> words.put(word, command.description));
      text.append("    ").append(first).append(")\n").append(described("seconds", words));
      text.append("      ;;\n");
    }
    text.append("  esac\n}\n\n_udpscope_has_second() [[ ' ");
    return text.append(String.join(" ", CommandWords.withSecond()))
        .append(" ' == *\" $1 \"* ]]\n")
        .toString();
  }

  private static String described(String name, Map<String, String> words) {
    StringBuilder text = new StringBuilder("  local -a " + name + "=(\n");
    words.forEach(
        (word, description) ->
            text.append("    ").append(quoted(word + ":" + description)).append('\n'));
    return text.append("  )\n  _describe command " + name + "\n").toString();
  }

  private static String specifications() {
    StringBuilder text = new StringBuilder("\n_udpscope_specification() {\n  case $1 in\n");
    for (Command command : Command.values()) {
      text.append("    ").append(CommandWords.key(command)).append(")\n      arguments=(\n");
      for (OptionTable option : OptionTable.values()) {
        if (option.appliesTo(command)) {
          text.append("        ").append(specification(command, option)).append('\n');
        }
      }
      text.append(argument(command)).append("      )\n      ;;\n");
    }
    return text.append("    *) return 1 ;;\n  esac\n}\n").toString();
  }

  private static String specification(Command command, OptionTable option) {
    String names = String.join(" ", option.names());
    String several =
        option.names().size() == 1 ? option.key() : "{" + String.join(",", option.names()) + "}";
    String excluded = option.isRepeatable() ? "*" : "(" + names + ")";
    String value =
        option.label == null
            ? ""
            : ":" + escaped(option.label) + ":" + action(Offer.of(command, option));
    return quoted(excluded) + several + quoted("[" + escaped(option.description) + "]" + value);
  }

  private static String argument(Command command) {
    Offer offer = Offer.of(command);
    return offer.equals(Offer.NOTHING)
        ? ""
        : "        " + quoted("1:argument:" + action(offer)) + "\n";
  }

  private static String action(Offer offer) {
    return switch (offer.kind()) {
      case WORDS -> offer.words().stream().collect(Collectors.joining(" ", "(", ")"));
      case FILES -> "_files";
      case INTERFACES -> "_udpscope_interfaces";
      case NOTHING -> " ";
    };
  }

  /** What {@code _arguments} would take for its own. */
  private static String escaped(String text) {
    return text.replaceAll("[\\\\:\\[\\]]", "\\\\$0");
  }

  private static String quoted(String text) {
    return Arrays.stream(text.split("'", -1)).collect(Collectors.joining("'\\''", "'", "'"));
  }
}
