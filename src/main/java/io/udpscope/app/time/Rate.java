package io.udpscope.app.time;

/** Packets and bytes in the last second. */
public record Rate(long packets, long bytes) {
  public static final Rate NONE = new Rate(0, 0);
}
