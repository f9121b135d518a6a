package io.udpscope.datapath.bpf.abi;

/** {@code enum udpscope_outcome}: what became of a packet; an index in the ledger. */
public final class Outcomes {
  public static final int UNMATCHED = 0;
  public static final int MATCHED = 1;
  public static final int FRAGMENT = 2;
  public static final int MALFORMED = 3;
  public static final int OTHER = 4;
  public static final int COUNT = 5;

  private Outcomes() {}
}
