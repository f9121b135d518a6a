package io.udpscope.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The options, as data: the parser and {@code --help} are made from it. Values are taken as text
 * here, and judged by {@link CommandLineReader}, which can say what is wrong with them.
 */
enum OptionTable {
  PORT("-p, --port", "PORTS", "53 or 5005-5010; each makes a rule. None: one rule, any UDP"),
  SRC("--src", "CIDR", "narrow those rules to senders in this prefix"),
  DST("--dst", "CIDR", "narrow those rules to destinations in this prefix"),
  DROP("--drop", null, "the rules drop what they match"),
  PASS("--pass", null, "the rules pass what they match (the default)"),
  HOOK("--hook", "HOOK", "auto (the default), native, generic or offload"),
  SNAPLEN("--snaplen", "N", "bytes kept of each packet (default 256)"),
  BUFFER("--buffer", "SIZE", "the packet store, for example 64M", Command.LIVE, Command.DEMO),
  READ_ONLY("--read-only", null, "look, never change: no key writes a rule"),
  WRITE("-w", "FILE", "also write what is captured to a pcapng file"),
  OUTPUT("-o", "FORMAT", "text (the default), json, hex or pcapng", Command.TEST),
  HEX_DUMP("-x", null, "in text, the bytes below each packet", Command.TEST),
  COUNT("-n, --count", "N", "stop after N packets", Command.TEST),
  DURATION("--duration", "S", "stop after S seconds", Command.TEST),
  EXPECT("--expect", "N", "exit 4 unless N packets came before --duration ran out", Command.TEST),
  NO_COLOR("--no-color", null, "plain output; so does NO_COLOR in the environment"),
  ASCII("--ascii", null, "no characters beyond ASCII"),
  DEBUG("--debug", null, "show the stack trace of an error"),
  HELP("-h, --help", null, "show this"),
  VERSION("-V, --version", null, "show the version");

  private final List<String> names;
  final String label;
  final String description;
  private final Set<Command> commands;

  OptionTable(String names, String label, String description) {
    this(names, label, description, EnumSet.allOf(Command.class));
  }

  OptionTable(String names, String label, String description, Command first, Command... more) {
    this(names, label, description, EnumSet.of(first, more));
  }

  OptionTable(String names, String label, String description, Set<Command> commands) {
    this.names = List.of(names.split(", "));
    this.label = label;
    this.description = description;
    this.commands = commands;
  }

  boolean appliesTo(Command command) {
    return commands.contains(command);
  }

  List<String> names() {
    return names;
  }

  /** The first one; what the parser knows it by. */
  String key() {
    return names.get(0);
  }
}
