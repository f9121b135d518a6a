package io.udpscope.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stays of a line from one run to the next: its words, without figures, bytes and MACs. */
final class Shape {
  private Shape() {}

  static String of(String line) {
    return line.stripTrailing()
        .replaceAll("^(\\s+)(0x)?[0-9a-f]{4}:?  .*", "$1bytes")
        .replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC")
        .replaceAll("0x[0-9a-f]+|\"[0-9a-f]{20,}\"", "HEX")
        .replaceAll("[0-9]+", "0");
  }

  static List<String> of(Stream<String> lines) {
    return lines.map(Shape::of).collect(Collectors.toList());
  }
}
