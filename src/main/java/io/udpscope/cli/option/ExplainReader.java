package io.udpscope.cli.option;

import io.udpscope.cli.explain.Endpoint;
import io.udpscope.cli.explain.Question;
import io.udpscope.cli.output.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Turns the command line of {@code explain} into {@link ExplainOptions}. */
public final class ExplainReader {
  private final CommandLineReader line;

  public ExplainReader(CommandLineReader line) {
    this.line = line;
  }

  /**
   * Judges every value.
   *
   * @throws UsageException for the first one that is wrong
   */
  public ExplainOptions options() {
    List<String> interfaces = line.interfaces();
    if (interfaces.size() > 1) {
      throw new UsageException(String.join(",", interfaces) + ": a packet comes in on one of them");
    }
    Question question = line.text(OptionTable.PCAP).map(this::captured).orElseGet(this::datagram);
    OutputFormat format =
        line.text(OptionTable.EXPLAIN_OUTPUT).map(Values::textOrJson).orElse(OutputFormat.TEXT);
    return new ExplainOptions(interfaces.get(0), question, format, line.has(OptionTable.ASCII));
  }

  private Question captured(String file) {
    List<OptionTable> others =
        List.of(OptionTable.FROM, OptionTable.DESTINATION, OptionTable.PAYLOAD, OptionTable.HEX);
    for (OptionTable other : others) {
      if (line.has(other)) {
        throw new UsageException(
            other.key() + " and --pcap " + file + ": the packet comes from one of them");
      }
    }
    Path path = Values.path(file, "--pcap " + file);
    return Question.captured(path, line.number(OptionTable.PACKET).orElse(1));
  }

  private Question datagram() {
    if (line.has(OptionTable.PACKET)) {
      throw new UsageException("--packet: --pcap is missing");
    }
    Endpoint from = endpoint(OptionTable.FROM);
    Endpoint to = endpoint(OptionTable.DESTINATION);
    if (from.address().isIpv6() != to.address().isIpv6()) {
      throw new UsageException("--to " + to + ": " + from + " is of the other IP version");
    }
    if (line.has(OptionTable.PAYLOAD) && line.has(OptionTable.HEX)) {
      throw new UsageException("--payload and --hex: a packet has one payload");
    }
    byte[] text = line.text(OptionTable.PAYLOAD).orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] payload = line.text(OptionTable.HEX).map(Values::bytes).orElse(text);
    try {
      return Question.datagram(from, to, payload);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--payload, --hex: " + e.getMessage());
    }
  }

  private Endpoint endpoint(OptionTable option) {
    String text =
        line.text(option)
            .orElseThrow(() -> new UsageException(option.key() + " is missing, and so is --pcap"));
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option.key() + " " + text + ": " + e.getMessage());
    }
  }
}
