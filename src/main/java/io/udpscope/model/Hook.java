package io.udpscope.model;

import java.util.Locale;

/** Where on an interface the program sits. */
public enum Hook {
  /** XDP in the driver, before the kernel allocates a socket buffer. */
  NATIVE,
  /** XDP in the kernel's generic receive path: any interface, at the cost of a socket buffer. */
  GENERIC,
  /**
   * Behind the socket buffer's making, with tc's filters: any interface, and packets can be copied.
   */
  TC;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
