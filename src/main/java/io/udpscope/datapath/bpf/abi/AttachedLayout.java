package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_attached}: how the program sits on one interface.
 *
 * <pre>
 *   0         4       8
 *   | ifindex | flags |
 * </pre>
 */
public final class AttachedLayout {
  public static final int SIZE = 8;
  public static final int IFINDEX = 0;
  public static final int FLAGS = 4;

  /** {@code UDPSCOPE_ATTACHED_GENERIC}, in {@link #FLAGS}. */
  public static final int GENERIC = 1;

  /** {@code UDPSCOPE_ATTACHED_REFUSES_NATIVE}, in {@link #FLAGS}. */
  public static final int REFUSES_NATIVE = 2;

  /** {@code UDPSCOPE_ATTACHED_TX_BY_REDIRECT}, in {@link #FLAGS}. */
  public static final int TX_BY_REDIRECT = 4;

  /** {@code UDPSCOPE_ATTACHED_REFUSES_BUFFERS}, in {@link #FLAGS}. */
  public static final int REFUSES_BUFFERS = 8;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_attached",
          SIZE,
          List.of(field("ifindex", IFINDEX, 4), field("flags", FLAGS, 4)));

  private AttachedLayout() {}
}
