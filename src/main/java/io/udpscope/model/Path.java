package io.udpscope.model;

import java.util.Locale;

/** Who sends a forwarded packet. */
public enum Path {
  /** The kernel, which is all there is for now. */
  AUTO,
  /** The program in the kernel: rewritten there, and sent by TX or redirect. */
  KERNEL;

  /** The word of the config file: {@code auto} or {@code kernel}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
