package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_tap}: what one consumer wants, and whether it sleeps.
 *
 * <pre>
 *   0         4        8           64      68          128
 *   | snaplen | sample | reserved0 | armed | reserved1 |
 * </pre>
 */
public final class TapLayout {
  public static final int SIZE = 128;
  public static final int SNAPLEN = 0;
  public static final int SAMPLE = 4;
  public static final int RESERVED0 = 8;
  public static final int ARMED = 64;
  public static final int RESERVED1 = 68;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_tap",
          SIZE,
          List.of(
              field("snaplen", SNAPLEN, 4),
              field("sample", SAMPLE, 4),
              field("reserved0", RESERVED0, 56),
              field("armed", ARMED, 4),
              field("reserved1", RESERVED1, 60)));

  private TapLayout() {}
}
