package io.udpscope.model;

import java.util.Locale;

/** Who sends a forwarded packet. The ordinal is the value of {@code enum udpscope_path}. */
public enum Path {
  /** The program in the kernel where it can, else the relay. */
  AUTO,
  /** The program in the kernel: rewritten there, and sent by TX or redirect. */
  KERNEL,
  /** A socket of user space. */
  RELAY;

  /** The word of the config file: {@code auto}, {@code kernel} or {@code relay}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
