package io.udpscope.cli;

import io.udpscope.capture.PacketStore;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the values of options. Each refusal is a {@link UsageException} that names option, value
 * and reason.
 */
final class Values {
  private static final long MAX_SECONDS = 366L * 24 * 3600;
  private static final long NOT_A_NUMBER = -1;

  private Values() {}

  /** One rule for each of {@code ports}, in their order; for none of them, one for any UDP. */
  static List<Rule> rules(
      List<String> ports, Optional<Prefix> source, Optional<Prefix> destination, boolean drop) {
    List<PortRange> ranges = new ArrayList<>();
    for (String text : ports) {
      ranges.add(portRange(text));
    }
    if (ranges.isEmpty()) {
      ranges.add(PortRange.ANY);
    }
    if (ranges.size() > Rule.MAX_RULES) {
      throw new UsageException("-p: " + ranges.size() + " rules, and " + Rule.MAX_RULES + " fit");
    }
    Set<PortRange> seen = new HashSet<>();
    List<Rule> rules = new ArrayList<>();
    for (PortRange range : ranges) {
      if (!seen.add(range)) {
        throw new UsageException("-p " + range + ": given twice");
      }
      Match match = new Match(Optional.empty(), source, destination, range);
      rules.add(new Rule(nameOf(range), match, drop ? Action.DROP : Action.PASS));
    }
    return List.copyOf(rules);
  }

  private static String nameOf(PortRange range) {
    if (range.equals(PortRange.ANY)) {
      return "any";
    }
    return (range.first() == range.last() ? "port-" : "ports-") + range;
  }

  static PortRange portRange(String text) {
    if (text.indexOf(':') >= 0) {
      throw new UsageException("-p " + text + ": this version does not translate ports");
    }
    int dash = text.indexOf('-');
    int first = port(text, dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : port(text, text.substring(dash + 1));
    if (first > last) {
      throw new UsageException("-p " + text + ": the first port is above the last");
    }
    return new PortRange(first, last);
  }

  private static int port(String whole, String text) {
    long port = number(text);
    if (port == NOT_A_NUMBER) {
      throw new UsageException("-p " + whole + ": ports are written 53 or 5005-5010");
    }
    if (port > 65535) {
      throw new UsageException("-p " + whole + ": a port is 0 to 65535");
    }
    return (int) port;
  }

  static Prefix prefix(String option, String text) {
    try {
      return Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          option + " " + text + ": not a prefix such as 10.0.0.0/8 or 2001:db8::/32");
    }
  }

  static HookChoice hook(String text) {
    for (HookChoice choice : HookChoice.values()) {
      if (choice.word().equals(text)) {
        return choice;
      }
    }
    throw new UsageException("--hook " + text + ": one of auto, native, generic, offload");
  }

  static OutputFormat format(String text) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.word().equals(text)) {
        return format;
      }
    }
    throw new UsageException("-o " + text + ": one of text, json, hex, pcapng");
  }

  static int snaplen(String text) {
    long bytes = number(text);
    if (bytes == NOT_A_NUMBER || bytes > TapOptions.MAX_SNAPLEN) {
      throw new UsageException("--snaplen " + text + ": 0 to " + TapOptions.MAX_SNAPLEN + " bytes");
    }
    return (int) bytes;
  }

  /** A number of bytes, with K, M or G for powers of 1,024. */
  static int bufferBytes(String text) {
    int unit =
        text.isEmpty() ? -1 : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
    long count = number(unit < 0 ? text : text.substring(0, text.length() - 1));
    long bytes = count == NOT_A_NUMBER ? NOT_A_NUMBER : count << 10 * (unit + 1);
    if (bytes < PacketStore.MIN_BYTES || bytes > PacketStore.MAX_BYTES) {
      throw new UsageException("--buffer " + text + ": 1M to 1G, for example 64M");
    }
    return (int) bytes;
  }

  static long count(String option, String text) {
    long count = number(text);
    if (count < 1) {
      throw new UsageException(option + " " + text + ": a number from 1");
    }
    return count;
  }

  static Duration seconds(String text) {
    BigDecimal seconds;
    try {
      seconds = new BigDecimal(text);
    } catch (NumberFormatException e) {
      seconds = BigDecimal.ZERO;
    }
    if (seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
      throw new UsageException("--duration " + text + ": seconds, more than 0, such as 10 or 0.5");
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /** Decimal digits, at most ten of them, or {@link #NOT_A_NUMBER}. */
  private static long number(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return NOT_A_NUMBER;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return NOT_A_NUMBER;
      }
    }
    return Long.parseLong(text);
  }
}
