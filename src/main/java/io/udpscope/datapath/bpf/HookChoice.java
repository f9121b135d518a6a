package io.udpscope.datapath.bpf;

import java.util.Locale;

/** Where the program is to be attached ({@code --hook}). */
public enum HookChoice {
  /** The best one that the interface takes and the rules can do with: native, generic or tc. */
  AUTO,
  NATIVE,
  GENERIC,
  TC,
  /** In the network card itself. */
  OFFLOAD;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
