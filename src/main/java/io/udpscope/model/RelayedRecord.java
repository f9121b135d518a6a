package io.udpscope.model;

/**
 * Where the fields of {@code struct udpscope_relayed} stand: a datagram in the relay's ring, to be
 * sent. Ports are in host byte order; addresses are as on the wire, IPv4 in the first four bytes.
 *
 * <pre>
 *   0         8            12       14        16          18            20     22    23    24
 *   | time_ns | generation | length | segment | rule_slot | target_slot | port | ttl | tos | ipv6 |
 *   25             26            28                 30         32       48            64
 *   | keeps_source | source_port | destination_port | reserved | source | destination | payload … |
 * </pre>
 */
public final class RelayedRecord {
  /** CLOCK_MONOTONIC at the tick before it came in; 8 bytes. */
  public static final int TIME = 0;

  /** The number of the generation that decided it; 4 bytes. */
  public static final int GENERATION = 8;

  /** Of the payload; 2 bytes, unsigned. */
  public static final int LENGTH = 12;

  /** 0: one datagram; else many of so many bytes each, the last one maybe shorter. 2 bytes. */
  public static final int SEGMENT = 14;

  public static final int RULE_SLOT = 16;

  /** Of no meaning with {@link Strategy#ALL}. */
  public static final int TARGET_SLOT = 18;

  /** Destination port of targets that name none: the packet's, after translation. */
  public static final int PORT = 20;

  /** Or hop limit, as it came in; 1 byte. */
  public static final int TTL = 22;

  /** Type of service or traffic class, as it came in; 1 byte. */
  public static final int TOS = 23;

  /** 0 or 1. */
  public static final int IPV6 = 24;

  /** 1: it is to bear the client's address and port; 0: those of a socket of the relay. */
  public static final int KEEPS_SOURCE = 25;

  /** The client's. */
  public static final int SOURCE_PORT = 26;

  /** The one that the client spoke to. */
  public static final int DESTINATION_PORT = 28;

  public static final int RESERVED = 30;

  /** The client's; 16 bytes. */
  public static final int SOURCE = 32;

  /** The one that the client spoke to; 16 bytes. */
  public static final int DESTINATION = 48;

  public static final int PAYLOAD = 64;

  private RelayedRecord() {}
}
