package io.udpscope.cli;

import java.util.Locale;

/** What {@code test} writes to standard output. */
enum OutputFormat {
  TEXT,
  JSON,
  HEX,
  PCAPNG;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
