package io.udpscope.datapath.bpf.abi;

/** Compares the object's layouts with ours. */
public final class AbiCheck {
  private AbiCheck() {}

  public static void check(byte[] object) {}
}
