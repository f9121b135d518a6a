package io.udpscope.cli;

import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.cli.output.Version;
import io.udpscope.config.JsonText;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Attachment;
import io.udpscope.model.Rule;
import io.udpscope.model.UdpSocket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an incident bundle says beside packets and screen, for people and, as JSON, for programs.
 */
final class IncidentTexts implements BundleTexts {
  private static final String README =
      """
      An incident bundle of udpscope %s, made on %s.

        packets.pcapng   the packets that the session still had, each with its rule and verdict
                         as a comment and as epb_verdict; Wireshark and tshark read it
        screen.txt       what the screen showed
        rules.yaml       the rules in force: udpscope -c rules.yaml brings them back
        timeline.txt     the changes of the rules: when, who, from where, what
        timeline.json    the same, with the rules before and after each
        counters.txt     what each rule, its targets and the session counted
        counters.json    the same
        path.txt         the kernel's counters from the network card to the sockets, since it started
        sockets.txt      the UDP sockets: address, bytes that wait, of how many, drops
        host.txt         kernel, interfaces, addresses, routes, neighbours, settings

      A bundle that was asked for with "redact" has no payloads, and other addresses: the same one
      stands for the same one in every file. IPv4 is of 240.0.0.0/4, IPv6 of 100::/64, MAC addresses
      begin with 06:ed:ac. Checksums of UDP are blank there. Names of hosts, users, rules and
      interfaces stay.
      """;

  private final Instant since;

  /**
   * @param since when the session began
   */
  IncidentTexts(Instant since) {
    this.since = since;
  }

  @Override
  public Map<String, String> of(Session session) {
    SessionCounters counters = SessionCounters.of(session.datapath(), Optional.of(session.tap()));
    List<Attachment> attachments = session.datapath().attachments();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("README.txt", String.format(README, Version.text(), session.at()));
    texts.put("rules.yaml", RulesText.yaml(session.datapath().rules()));
    texts.put("timeline.txt", lines(session.log().stream().map(IncidentTexts::line).toList()));
    texts.put("timeline.json", timeline(session.log()) + "\n");
    texts.put("counters.txt", lines(CountersText.lines(counters)));
    texts.put("counters.json", new CountersJson(attachments, since).of(counters) + "\n");
    texts.put("path.txt", path(session));
    texts.put("sockets.txt", sockets(session.host().sockets()));
    texts.put("host.txt", host(session, attachments));
    return texts;
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String line(LoggedChange change) {
    return change.at() + "  " + change.text();
  }

  private static String timeline(List<LoggedChange> log) {
    return JsonText.of(log.stream().map(IncidentTexts::tree).toList());
  }

  private static Map<String, Object> tree(LoggedChange change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", change.number());
    tree.put("at", change.at().toString());
    tree.put("operator", change.operator().toString());
    tree.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
    tree.put("text", change.text());
    tree.put("before", rules(change.before()));
    tree.put("after", rules(change.after()));
    return tree;
  }

  private static List<Map<String, Object>> rules(List<Rule> rules) {
    return rules.stream().map(RulesText::fields).toList();
  }

  /** All that the kernel counts, whether the screen shows it or not. */
  private static String path(Session session) {
    List<Integer> ifindexes =
        session.datapath().attachments().stream().map(Attachment::ifindex).toList();
    Map<String, Long> counters = new TreeMap<>(session.host().counters(ifindexes));
    counters.keySet().removeIf(name -> !name.matches("(Ip|Udp|link|softnet).*"));
    return lines(
        counters.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList());
  }

  private static String sockets(Optional<List<UdpSocket>> sockets) {
    if (sockets.isEmpty()) {
      return "the kernel does not tell of sockets\n";
    }
    return lines(
        sockets.get().stream()
            .map(
                socket ->
                    socket.endpoint()
                        + (socket.isConnected() ? " to one peer" : "")
                        + ", queue "
                        + socket.queuedBytes()
                        + (socket.bufferBytes() < 0 ? "" : " of " + socket.bufferBytes())
                        + ", drops "
                        + socket.drops())
            .toList());
  }

  private static String host(Session session, List<Attachment> attachments) {
    StringBuilder text = new StringBuilder();
    text.append("udpscope ").append(Version.text()).append('\n');
    text.append("Java ").append(Runtime.version()).append('\n');
    for (Attachment attachment : attachments) {
      text.append("attached to ")
          .append(attachment.interfaceName())
          .append(", hook ")
          .append(attachment.hook().word())
          .append(attachment.reason().isEmpty() ? "" : ", as " + attachment.reason())
          .append('\n');
    }
    return text.append(session.host().facts()).toString();
  }
}
