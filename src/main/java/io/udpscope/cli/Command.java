package io.udpscope.cli;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The commands there are. Without one of these words it is {@link #LIVE}. */
enum Command {
  LIVE("the live session (terminal UI)"),
  TEST("print every packet that hits the ring buffer"),
  RUN("the same datapath without a screen, until SIGINT or SIGTERM"),
  EXPLAIN("say what a running session would do with a packet, and why"),
  DEMO("a private network with traffic in it, and a live session on it");

  static final Set<Command> ALL = EnumSet.allOf(Command.class);

  /** Those that begin a session. */
  static final Set<Command> SESSIONS = EnumSet.complementOf(EnumSet.of(EXPLAIN));

  final String description;

  Command(String description) {
    this.description = description;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that this argument names, or null. */
  static Command named(String argument) {
    for (Command command : values()) {
      if (command.word().equals(argument)) {
        return command;
      }
    }
    return null;
  }

  /** Takes the interfaces from the command line. */
  boolean takesInterfaces() {
    return this != DEMO;
  }

  /** Draws on standard output, so that nothing else can go there. */
  boolean drawsScreen() {
    return this == LIVE || this == DEMO;
  }
}
