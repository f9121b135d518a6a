package io.udpscope.app;

/** Packets and bytes in the last second. */
public record Rate(long packets, long bytes) {
  static final Rate NONE = new Rate(0, 0);
}
