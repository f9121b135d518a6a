package io.udpscope.cli.option;

import java.util.EnumSet;
import java.util.Set;

/** What {@code --help} prints, made from {@link Command} and {@link OptionTable}. */
public final class HelpText {
  /** Each with its meaning, between commas. */
  static final String EXIT_CODES =
      "0 done, 1 failed while running, 2 wrong usage, 3 not permitted or not possible here,\n"
          + "  4 an expectation did not hold, 130 and 143 after SIGINT and SIGTERM";

  private static final int COLUMN = 26;

  private HelpText() {}

  public static String overview() {
    StringBuilder text =
        new StringBuilder(
            "Watch live UDP on a Linux interface, and drop, translate, forward or copy it.\n\n");
    text.append("usage: udpscope [live] ").append(Command.LIVE.operands).append(" [OPTIONS]\n");
    for (Command command : Command.values()) {
      if (command != Command.LIVE) {
        text.append("       ").append(usage(command)).append('\n');
      }
    }
    text.append('\n');
    for (Command command : Command.values()) {
      appendRow(text, command.word(), command.description);
    }
    appendOptions(text, "options", Command.SESSIONS);
    appendOptions(text, "options of explain", EnumSet.of(Command.EXPLAIN));
    appendOptions(text, "options of rules", Command.OF_RULES);
    return text.append("\nexit codes: ").append(EXIT_CODES).append('\n').toString();
  }

  public static String of(Command command) {
    StringBuilder text = new StringBuilder("usage: ").append(usage(command)).append("\n\n");
    text.append(Character.toUpperCase(command.description.charAt(0)));
    text.append(command.description.substring(1)).append(".\n\noptions:\n");
    for (OptionTable option : OptionTable.values()) {
      if (option.appliesTo(command)) {
        appendOption(text, option);
      }
    }
    return text.toString();
  }

  /** {@code udpscope test IFACE[,IFACE...] [OPTIONS]}. */
  static String usage(Command command) {
    String operands = command.operands.isEmpty() ? "" : " " + command.operands;
    return "udpscope " + command.word() + operands + " [OPTIONS]";
  }

  /** Those that these commands have, and none of the commands before them in the overview. */
  private static void appendOptions(StringBuilder text, String title, Set<Command> commands) {
    text.append('\n').append(title).append(":\n");
    for (OptionTable option : OptionTable.values()) {
      if (option.isListedWith(commands)) {
        appendOption(text, option);
      }
    }
  }

  private static void appendOption(StringBuilder text, OptionTable option) {
    String label = option.label == null ? "" : " " + option.label;
    appendRow(text, String.join(", ", option.names()) + label, option.description);
  }

  private static void appendRow(StringBuilder text, String left, String right) {
    text.append("  ").append(left).append(" ".repeat(Math.max(2, COLUMN - left.length())));
    text.append(right).append('\n');
  }
}
