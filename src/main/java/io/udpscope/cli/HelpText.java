package io.udpscope.cli;

/** What {@code --help} prints, made from {@link Command} and {@link OptionTable}. */
final class HelpText {
  private static final int COLUMN = 26;

  private HelpText() {}

  static String overview() {
    StringBuilder text =
        new StringBuilder(
            "Watch live UDP on a Linux interface, and drop, translate, forward or copy it.\n\n");
    text.append("usage: udpscope [live] IFACE[,IFACE...] [OPTIONS]\n");
    for (Command command : Command.values()) {
      if (command != Command.LIVE) {
        text.append("       ").append(usage(command)).append('\n');
      }
    }
    text.append('\n');
    for (Command command : Command.values()) {
      appendRow(text, command.word(), command.description);
    }
    text.append("\noptions:\n");
    for (OptionTable option : OptionTable.values()) {
      if (!option.isOfExplainAlone()) {
        appendOption(text, option);
      }
    }
    text.append("\noptions of explain:\n");
    for (OptionTable option : OptionTable.values()) {
      if (option.isOfExplainAlone()) {
        appendOption(text, option);
      }
    }
    text.append(
        "\nexit codes: 0 done, 1 failed while running, 2 wrong usage, 3 not permitted or not possible here,\n");
    return text.append("  4 an expectation did not hold, 130 and 143 after SIGINT and SIGTERM\n")
        .toString();
  }

  static String of(Command command) {
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

  private static String usage(Command command) {
    String several = command == Command.EXPLAIN ? "" : "[,IFACE...]";
    String interfaces = command.takesInterfaces() ? " IFACE" + several : "";
    return "udpscope " + command.word() + interfaces + " [OPTIONS]";
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
