package io.udpscope.cli;

import java.util.Locale;

/** The values of {@code --hook}. */
enum HookChoice {
  AUTO,
  NATIVE,
  GENERIC,
  OFFLOAD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
