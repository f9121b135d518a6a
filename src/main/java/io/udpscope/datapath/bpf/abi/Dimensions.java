package io.udpscope.datapath.bpf.abi;

/** {@code enum udpscope_dimension}: what the rules of a generation look at, as bits. */
public final class Dimensions {
  public static final int INTERFACE = 1;
  public static final int SOURCE = 2;
  public static final int DESTINATION = 4;

  private Dimensions() {}
}
