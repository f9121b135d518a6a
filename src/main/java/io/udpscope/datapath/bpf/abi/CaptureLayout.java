package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_capture}: what taps take of a rule's packets.
 *
 * <pre>
 *   0        4         6             7     8
 *   | sample | snaplen | has_snaplen | off |
 * </pre>
 */
public final class CaptureLayout {
  public static final int SIZE = 8;
  public static final int SAMPLE = 0;
  public static final int SNAPLEN = 4;
  public static final int HAS_SNAPLEN = 6;
  public static final int OFF = 7;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_capture",
          SIZE,
          List.of(
              field("sample", SAMPLE, 4),
              field("snaplen", SNAPLEN, 2),
              field("has_snaplen", HAS_SNAPLEN, 1),
              field("off", OFF, 1)));

  private CaptureLayout() {}
}
