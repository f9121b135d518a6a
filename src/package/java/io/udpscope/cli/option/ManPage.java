package io.udpscope.cli.option;

import io.udpscope.cli.output.Version;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code udpscope(1)}, in the macros of man(7). */
final class ManPage {
  private static final Pattern EXIT_CODE = Pattern.compile("(\\d+(?: and \\d+)?) (.+)");

  private static final String DESCRIPTION =
      """
      .SH DESCRIPTION
      .B udpscope
      puts a small program into the kernel, at the XDP or tc hook of an interface, and shows what UDP that sees: packets,
      conversations, counters and losses.
      Rules tell it to drop, translate, forward or copy packets.
      Without a rule it only looks.
      Whatever becomes of this process, the kernel takes the program out with it, and traffic passes as before.
      .PP
      Of several rules the first that matches a packet decides.
      Standard output carries data alone; an error is one line on standard error.
      """;

  private static final String SURROUNDINGS =
      """
      .SH SIGNALS
      .B run
      reads the file of
      .B \\-c
      anew at SIGHUP, and prints its counters at SIGUSR1.
      SIGINT and SIGTERM end it in order.
      .SH ENVIRONMENT
      .TP
      .B NO_COLOR
      Anything but an empty text: as
      .BR \\-\\-no\\-color .
      .TP
      .B XDG_CONFIG_HOME
      Where the operator's own
      .I udpscope/config.yaml
      is; without it
      .IR ~/.config ,
      with sudo that of who called it.
      .TP
      .BR NOTIFY_SOCKET ", " WATCHDOG_USEC
      Set by systemd for
      .BR run .
      .SH FILES
      .TP
      .I ~/.config/udpscope/config.yaml
      Keys, theme and confirmation of the live session.
      .TP
      .I /etc/udpscope/IFACE.yaml
      The rules of the service
      .IR udpscope@IFACE.service .
      .SH EXAMPLES
      .TP
      .B udpscope demo
      A private network with traffic in it; nothing of yours is touched.
      .TP
      .B udpscope eth0 \\-p 53
      The live session, with a rule for port 53.
      .TP
      .B udpscope test eth0 \\-p 53 \\-\\-duration 10 \\-o json
      Ten seconds of packets, an object a line.
      .TP
      .B udpscope run eth0 \\-p 5005\\-5010 \\-\\-to 127.0.0.1 \\-\\-drop
      What comes in for these ports goes to a service on loopback instead.
      .SH SEE ALSO
      .BR tcpdump (8),
      .BR nft (8),
      .BR tc (8),
      .BR bpf (2),
      .BR systemd.service (5)
      .PP
      .I /usr/share/doc/udpscope
      """;

  private final StringBuilder page = new StringBuilder();
  private final LocalDate date;

  ManPage(LocalDate date) {
    this.date = date;
  }

  String text() {
    line(".TH UDPSCOPE 1 " + date + " \"udpscope " + Version.text() + "\" \"User Commands\"");
    line(".SH NAME");
    line("udpscope \\- watch live UDP on an interface, and drop, translate, forward or copy it");
    synopsis();
    page.append(DESCRIPTION);
    line(".SH COMMANDS");
    for (Command command : Command.values()) {
      entry(bold(command.word()), command.description);
    }
    options();
    exitStatus();
    page.append(SURROUNDINGS);
    return page.toString();
  }

  private void synopsis() {
    line(".SH SYNOPSIS");
    String between = "";
    for (Command command : Command.values()) {
      page.append(between);
      String name = "udpscope " + command.word();
      line(bold(name) + escape(HelpText.usage(command).substring(name.length())));
      between = ".br\n";
    }
  }

  private void options() {
    line(".SH OPTIONS");
    for (OptionTable option : OptionTable.values()) {
      if (commandsOf(option).size() > 1) {
        entry(option);
      }
    }
    for (Command command : Command.values()) {
      List<OptionTable> own =
          Arrays.stream(OptionTable.values())
              .filter(option -> commandsOf(option).equals(List.of(command)))
              .toList();
      if (!own.isEmpty()) {
        line(".SS Options of " + escape(command.word()));
        own.forEach(this::entry);
      }
    }
  }

  private static List<Command> commandsOf(OptionTable option) {
    return Arrays.stream(Command.values()).filter(option::appliesTo).toList();
  }

  private void entry(OptionTable option) {
    String names = option.names().stream().map(ManPage::bold).collect(Collectors.joining(", "));
    String label = option.label == null ? "" : " \\fI" + escape(option.label) + "\\fR";
    entry(names + label, option.description);
  }

  private void entry(String left, String description) {
    line(".TP");
    line(left);
    line(sentence(description));
  }

  private void exitStatus() {
    line(".SH EXIT STATUS");
    for (String part : HelpText.EXIT_CODES.split(",\\s+")) {
      Matcher code = EXIT_CODE.matcher(part.strip());
      if (!code.matches()) {
        throw new IllegalStateException("what exit code is this: " + part);
      }
      entry(bold(code.group(1)), code.group(2));
    }
  }

  private static String sentence(String text) {
    return escape(Character.toUpperCase(text.charAt(0)) + text.substring(1)) + ".";
  }

  private static String bold(String text) {
    return "\\fB" + escape(text) + "\\fR";
  }

  /** Hyphens that are to be copied, backslashes, and no request at the beginning of a line. */
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
