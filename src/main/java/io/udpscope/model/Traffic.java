package io.udpscope.model;

/** An amount of traffic; bytes are those of whole frames. */
public record Traffic(long packets, long bytes) {
  public static final Traffic NONE = new Traffic(0, 0);

  public Traffic plus(Traffic other) {
    return new Traffic(packets + other.packets, bytes + other.bytes);
  }
}
