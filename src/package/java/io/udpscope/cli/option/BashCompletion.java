package io.udpscope.cli.option;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Completion in bash, which needs nothing of the package bash-completion. */
final class BashCompletion {
  /** The line is split here: Readline takes {@code =} and {@code :} for words of their own. */
  private static final String COMPLETION =
      """

      _udpscope_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$1")
      }

      # The interfaces there are, behind those that the word already names.
      _udpscope_interfaces() {
        local before=${1%"${1##*,}"} name
        for name in /sys/class/net/*; do
          name=${name##*/}
          [[ ,$before == *,"$name",* || $before$name != "$1"* ]] || COMPREPLY+=("$before$name")
        done
      }

      # Offers what is of a kind: `files`, `interfaces`, or these words.
      _udpscope_offer() {
        case $1 in
          files) _udpscope_files "$2" ;;
          interfaces) _udpscope_interfaces "$2" ;;
          *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2") ;;
        esac
      }

      _udpscope() {
        local line=${COMP_LINE:0:COMP_POINT} words first seconds command=live from=1 word option= argument= offer=
        COMPREPLY=()
        read -ra words <<<"$line"
        [[ $line != *[[:space:]] ]] || words+=('')
        local last=$((${#words[@]} - 1))
        local current=${words[last]}
        first=$(_udpscope_commands)
        if [[ $last -gt 1 && " $first " == *" ${words[1]} "* ]]; then
          command=${words[1]} from=2
          seconds=$(_udpscope_seconds "$command")
          if [[ -n $seconds && $last -eq 2 ]]; then
            _udpscope_offer "$seconds" "$current"
            return
          fi
          [[ -z $seconds ]] || command+=_${words[2]} from=3
        fi
        for word in "${words[@]:from:last-from}"; do
          if [[ -n $option ]]; then
            option=
          elif [[ $word != -* ]]; then
            argument=$word
          elif _udpscope_value "$command:$word"; then
            option=$word
          fi
        done
        if [[ $current == --*=* && -z $option ]]; then
          option=${current%%=*} current=${current#*=}
        fi
        if [[ -n $option ]]; then
          ! _udpscope_value "$command:$option" || _udpscope_offer "$offer" "$current"
        elif [[ $current == -* ]]; then
          _udpscope_offer "$(_udpscope_options "$command")" "$current"
        elif [[ -z $argument ]]; then
          [[ $last -ne 1 ]] || _udpscope_offer "$first" "$current"
          _udpscope_argument "$command" "$current"
        fi
      }

      complete -F _udpscope udpscope
      """;

  private BashCompletion() {}

  static String script() {
    return "# bash completion for udpscope, made from its own tables of commands and options\n\n"
        + commands()
        + seconds()
        + options()
        + values()
        + arguments()
        + COMPLETION;
  }

  private static String commands() {
    return "_udpscope_commands() { echo '"
        + String.join(" ", CommandWords.first().keySet())
        + "'; }\n";
  }

  private static String seconds() {
    Map<String, String> branches = new LinkedHashMap<>();
    for (String first : CommandWords.withSecond()) {
      String words = String.join(" ", CommandWords.second(first).keySet());
      branches.put(first, "echo '" + words + "'");
    }
    branches.put("*", ":");
    return choice("_udpscope_seconds", branches);
  }

  private static String options() {
    Map<String, String> branches = new LinkedHashMap<>();
    for (Command command : Command.values()) {
      branches.put(CommandWords.key(command), "echo '" + CommandWords.options(command) + "'");
    }
    return choice("_udpscope_options", branches);
  }

  private static String values() {
    Map<String, String> branches = new LinkedHashMap<>();
    patterns()
        .forEach(
            (offer, pattern) -> branches.put(pattern.toString(), "offer='" + word(offer) + "'"));
    branches.put("*", "return 1");
    return "\n# Sets what may follow an option; false: it takes no value."
        + choice("_udpscope_value", branches);
  }

  private static String arguments() {
    Map<String, String> branches = new LinkedHashMap<>();
    for (Command command : Command.values()) {
      Offer offer = Offer.of(command);
      branches.put(
          CommandWords.key(command),
          switch (offer.kind()) {
            case INTERFACES, FILES -> "_udpscope_" + word(offer) + " \"$2\"";
            case WORDS, NOTHING -> ":";
          });
    }
    return choice("_udpscope_argument", branches);
  }

  private static String choice(String function, Map<String, String> branches) {
    StringBuilder text = new StringBuilder("\n" + function + "() {\n  case $1 in\n");
    branches.forEach((pattern, branch) -> text.append("    " + pattern + ") " + branch + " ;;\n"));
    return text.append("  esac\n}\n").toString();
  }

  private static String word(Offer offer) {
    return switch (offer.kind()) {
      case FILES -> "files";
      case INTERFACES -> "interfaces";
      case WORDS, NOTHING -> String.join(" ", offer.words());
    };
  }

  /**
   * The options that take a value, by what there is to offer: {@code *:--hook}, or {@code test:-o}
   * where another command takes something else.
   */
  private static Map<Offer, StringBuilder> patterns() {
    Map<Offer, StringBuilder> patterns = new LinkedHashMap<>();
    offersByName()
        .forEach(
            (name, offers) -> {
              if (offers.values().stream().distinct().count() == 1) {
                append(patterns, offers.values().iterator().next(), "*:" + name);
              } else {
                offers.forEach(
                    (command, offer) ->
                        append(patterns, offer, CommandWords.key(command) + ":" + name));
              }
            });
    return patterns;
  }

  private static void append(Map<Offer, StringBuilder> patterns, Offer offer, String pattern) {
    StringBuilder text = patterns.computeIfAbsent(offer, any -> new StringBuilder());
    text.append(text.isEmpty() ? "" : " | ").append(pattern);
  }

  private static Map<String, Map<Command, Offer>> offersByName() {
    Map<String, Map<Command, Offer>> offers = new LinkedHashMap<>();
    for (OptionTable option : OptionTable.values()) {
      for (Command command : Command.values()) {
        if (option.label != null && option.appliesTo(command)) {
          for (String name : option.names()) {
            offers
                .computeIfAbsent(name, any -> new EnumMap<>(Command.class))
                .put(command, Offer.of(command, option));
          }
        }
      }
    }
    return offers;
  }
}
