package io.udpscope.cli.option;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The options, as data: the parser and {@code --help} are made from it. Values are taken as text
 * here, and judged by {@link CommandLineReader}, which can say what is wrong with them.
 */
public enum OptionTable {
  PORT("-p, --port", "PORTS", "53, 5005-5010 or, translated, 5005-5010:6005; each makes a rule"),
  SRC("--src", "CIDR", "narrow those rules to senders in this prefix"),
  DST("--dst", "CIDR", "narrow those rules to destinations in this prefix"),
  DROP("--drop", null, "the rules drop what they match; with --to they forward it"),
  PASS("--pass", null, "the rules pass what they match (the default); with --to they copy it"),
  TO(
      "--to",
      "ADDR:PORT[*WEIGHT]",
      "where to: [2001:db8::1]:53, a host name; :PORT may be left out"),
  STRATEGY(
      "--strategy", "NAME", "among several: src-ip (the default), src-port, round-robin or all"),
  PATH("--path", "PATH", "who sends: auto (the default), kernel or relay"),
  SOURCE("--source", "SOURCE", "keep, masquerade, or an address of ours"),
  REPLIES("--replies", null, "answers go back to the client as from the first address"),
  CONFIG("-c, --config", "FILE", "rules from YAML or JSON instead; - is standard input"),
  HOOK("--hook", "HOOK", "auto (the default), native, generic, tc or offload"),
  DIRECTION("--direction", "DIR", "packets shown: in, out or both; rules act on those in alone"),
  SNAPLEN("--snaplen", "N", "bytes kept of each packet (default 256)", Command.OF_PACKETS),
  BUFFER(
      "--buffer",
      "SIZE",
      "the packet store, for example 64M",
      Command.LIVE,
      Command.DEMO,
      Command.READ),
  READ_ONLY("--read-only", null, "look, never change: no key writes a rule"),
  CONFIRM(
      "--confirm",
      "SECONDS|off",
      "how long a risky change stands unconfirmed (default 60)",
      Command.LIVE,
      Command.DEMO),
  WRITE("-w", "FILE", "also write what is captured to a pcapng file", Command.OF_PACKETS),
  ROTATE(
      "--rotate",
      "SIZE|TIME",
      "-w goes on in another file by 100M or 15m; repeatable",
      Command.OF_PACKETS),
  FILES("--files", "N", "of those files, the newest N stay", Command.OF_PACKETS),
  OUTPUT(
      "-o",
      "FORMAT",
      "text (the default), json, hex or pcapng; with run, text or json",
      Command.TEST,
      Command.RUN,
      Command.READ),
  HEX_DUMP("-x", null, "in text, the bytes below each packet", Command.TEST, Command.READ),
  COUNT("-n, --count", "N", "stop after N packets", Command.TEST, Command.READ),
  DURATION("--duration", "S", "stop after S seconds", Command.TEST),
  EXPECT("--expect", "N", "exit 4 unless N packets came before --duration ran out", Command.TEST),
  FROM(
      "--from",
      "A:P",
      "the packet's source, 10.0.0.9:51000 or [2001:db8::9]:51000",
      Command.EXPLAIN),
  DESTINATION("--to", "A:P", "and its destination", Command.EXPLAIN),
  PAYLOAD("--payload", "TEXT", "its payload; none: it is empty", Command.EXPLAIN),
  HEX("--hex", "HEX", "its payload, hexadecimal", Command.EXPLAIN),
  PCAP("--pcap", "FILE", "the packet out of a capture file instead", Command.EXPLAIN),
  PACKET("--packet", "N", "which one of it (default 1)", Command.EXPLAIN),
  EXPLAIN_OUTPUT("-o", "FORMAT", "text (the default) or json", Command.EXPLAIN),
  PROGRAM(
      "--from",
      "PROGRAM",
      "whose file it is: udplb, xdp-redirect or nftables",
      Command.RULES_IMPORT),
  RULES_OUTPUT(
      "-o", "FORMAT", "yaml (the default) or json", Command.RULES_EXPORT, Command.RULES_IMPORT),
  NO_COLOR(
      "--no-color", null, "plain output; so does NO_COLOR in the environment", Command.OF_PACKETS),
  THEME(
      "--theme",
      "NAME",
      "default, light, mono or high-contrast colours",
      Command.LIVE,
      Command.DEMO,
      Command.READ),
  ASCII("--ascii", null, "no characters beyond ASCII", Command.ALL),
  DEBUG("--debug", null, "show the stack trace of an error", Command.ALL),
  HELP("-h, --help", null, "show this", Command.ALL),
  VERSION("-V, --version", null, "show the version", Command.ALL);

  private final List<String> names;
  final String label;
  final String description;
  private final Set<Command> commands;

  OptionTable(String names, String label, String description) {
    this(names, label, description, Command.SESSIONS);
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

  /** Help lists it with these commands: all that have it are among them, or sessions have it. */
  boolean isListedWith(Set<Command> group) {
    boolean ofSessions = commands.stream().anyMatch(Command.SESSIONS::contains);
    return ofSessions ? group.equals(Command.SESSIONS) : group.containsAll(commands);
  }

  List<String> names() {
    return names;
  }

  /** The first one; what the parser knows it by. */
  String key() {
    return names.get(0);
  }

  /** May be given more than once. */
  boolean isRepeatable() {
    return this == PORT || this == TO || this == ROTATE;
  }
}
