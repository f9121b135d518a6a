package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_next_hop}: the way to a target, as user space found it. Link header and
 * source as on the wire.
 *
 * <pre>
 *   0         4     8       9       10           11            12     36       52                  56         60
 *   | ifindex | mtu | state | flags | has_source | link_length | link | source | neighbour_ifindex | reserved |
 * </pre>
 */
public final class NextHopLayout {
  public static final int SIZE = 60;
  public static final int IFINDEX = 0;
  public static final int MTU = 4;
  public static final int STATE = 8;
  public static final int FLAGS = 9;
  public static final int HAS_SOURCE = 10;
  public static final int LINK_LENGTH = 11;
  public static final int LINK = 12;
  public static final int SOURCE = 36;
  public static final int NEIGHBOUR_IFINDEX = 52;
  public static final int RESERVED = 56;

  /** {@code UDPSCOPE_HOP_REFUSES_NATIVE}, in {@link #FLAGS}. */
  public static final int REFUSES_NATIVE = 1;

  /** {@code UDPSCOPE_HOP_REFUSES_GENERIC}, in {@link #FLAGS}. */
  public static final int REFUSES_GENERIC = 2;

  /** {@code UDPSCOPE_HOP_REFUSES_BUFFERS}, in {@link #FLAGS}. */
  public static final int REFUSES_BUFFERS = 4;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_next_hop",
          SIZE,
          List.of(
              field("ifindex", IFINDEX, 4),
              field("mtu", MTU, 4),
              field("state", STATE, 1),
              field("flags", FLAGS, 1),
              field("has_source", HAS_SOURCE, 1),
              field("link_length", LINK_LENGTH, 1),
              field("link", LINK, 24),
              field("source", SOURCE, 16),
              field("neighbour_ifindex", NEIGHBOUR_IFINDEX, 4),
              field("reserved", RESERVED, 4)));

  private NextHopLayout() {}
}
