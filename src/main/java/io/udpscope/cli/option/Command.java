package io.udpscope.cli.option;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The commands there are, each by the word or two that name it. Without one of these words it is
 * {@link #LIVE}.
 */
public enum Command {
  LIVE("the live session (terminal UI)", "IFACE[,IFACE...]"),
  TEST("print every packet that hits the ring buffer", "IFACE[,IFACE...]"),
  RUN("the same datapath without a screen, until SIGINT or SIGTERM", "IFACE[,IFACE...]"),
  EXPLAIN("say what a running session would do with a packet, and why", "IFACE"),
  READ("a pcap or pcapng file in the same screen, or printed; needs no root", "FILE"),
  RULES_CHECK("say what is wrong with a file of rules", "FILE"),
  RULES_EXPORT("print the rules of a file as -c reads them", "FILE"),
  RULES_IMPORT("print the rules of another program's file as -c reads them", "FILE"),
  DEMO("a private network with traffic in it, and a live session on it", "");

  public static final Set<Command> ALL = EnumSet.allOf(Command.class);

  /** Those that begin a session. */
  static final Set<Command> SESSIONS = EnumSet.of(LIVE, TEST, RUN, DEMO);

  /** Those that show packets. */
  static final Set<Command> OF_PACKETS = EnumSet.of(LIVE, TEST, RUN, DEMO, READ);

  /** Those that work on files of rules alone. */
  public static final Set<Command> OF_RULES = EnumSet.of(RULES_CHECK, RULES_EXPORT, RULES_IMPORT);

  final String description;

  /** What stands behind its words, as help writes it; empty where nothing does. */
  final String operands;

  Command(String description, String operands) {
    this.description = description;
    this.operands = operands;
  }

  /** {@code test}, {@code rules check}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The words, one by one. */
  public List<String> words() {
    return List.of(word().split(" "));
  }

  /** The command that these arguments begin with, or null. */
  public static Command named(List<String> arguments) {
    for (Command command : values()) {
      List<String> words = command.words();
      if (arguments.size() >= words.size() && arguments.subList(0, words.size()).equals(words)) {
        return command;
      }
    }
    return null;
  }

  /** Takes the interfaces from the command line. */
  boolean takesInterfaces() {
    return operands.startsWith("IFACE");
  }

  /** Draws on standard output, so that nothing else can go there. */
  public boolean drawsScreen() {
    return this == LIVE || this == DEMO;
  }
}
