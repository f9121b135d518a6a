package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_ledger}: what became of the packets on one CPU: a counter an outcome.
 *
 * <pre>
 *   0                                                    80
 *   | unmatched | matched | fragment | malformed | other |
 * </pre>
 */
public final class LedgerLayout {
  public static final int SIZE = 80;
  public static final int OUTCOMES = 0;

  static final StructLayout LAYOUT =
      new StructLayout("udpscope_ledger", SIZE, List.of(field("outcomes", OUTCOMES, 80)));

  private LedgerLayout() {}
}
