package io.udpscope.host;

import java.util.List;
import java.util.Map;

/**
 * Reads the kernel's texts of counters. What is no number is left out; a number is unsigned and has
 * 64 bits.
 */
final class CounterText {
  private CounterText() {}

  /**
   * {@code /proc/net/snmp} and {@code netstat} (net/ipv4/proc.c): of each group a line of names and
   * a line of numbers, both with the group's name in front. They go in as {@code Udp.NoPorts}.
   */
  static void putPairs(List<String> lines, Map<String, Long> counters) {
    for (int i = 0; i + 1 < lines.size(); i++) {
      String[] names = words(lines.get(i));
      String[] values = words(lines.get(i + 1));
      if (!names[0].endsWith(":") || !names[0].equals(values[0])) {
        continue;
      }
      String group = names[0].substring(0, names[0].length() - 1) + ".";
      for (int at = 1; at < names.length && at < values.length; at++) {
        put(group + names[at], values[at], 10, counters);
      }
      i++;
    }
  }

  /** {@code /proc/net/snmp6} (net/ipv6/proc.c): a name and a number on each line. */
  static void putLines(List<String> lines, Map<String, Long> counters) {
    for (String line : lines) {
      String[] words = words(line);
      if (words.length == 2) {
        put(words[0], words[1], 10, counters);
      }
    }
  }

  /**
   * {@code /proc/net/softnet_stat} (net/core/net-procfs.c): a line for each CPU, in hexadecimal;
   * the second is what found the backlog full, the third how often a CPU had to stop before it was
   * done.
   */
  static void putSoftnet(List<String> lines, Map<String, Long> counters) {
    for (String line : lines) {
      String[] words = words(line);
      if (words.length >= 3) {
        put("softnet.dropped", words[1], 16, counters);
        put("softnet.time_squeeze", words[2], 16, counters);
      }
    }
  }

  /**
   * A word behind a name on the line of a group: {@code mem} of {@code UDP: inuse 5 mem 3}, as in
   * {@code /proc/net/sockstat}; -1 if it is not there.
   */
  static long word(List<String> lines, String group, String name) {
    for (String line : lines) {
      String[] words = words(line);
      for (int at = 1; at + 1 < words.length && words[0].equals(group); at += 2) {
        if (words[at].equals(name)) {
          return number(words[at + 1], 10);
        }
      }
    }
    return -1;
  }

  /** The numbers of the text, as in {@code /proc/sys/net/ipv4/udp_mem}. */
  static long[] numbers(List<String> lines) {
    return lines.stream()
        .flatMap(line -> List.of(words(line)).stream())
        .mapToLong(word -> number(word, 10))
        .toArray();
  }

  private static void put(String name, String value, int radix, Map<String, Long> counters) {
    long number = number(value, radix);
    if (number >= 0) {
      counters.merge(name, number, Long::sum);
    }
  }

  private static long number(String text, int radix) {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String[] words(String line) {
    return line.strip().split("\\s+");
  }
}
