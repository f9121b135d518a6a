package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_ledger}: what became of the packets on one CPU: a counter an outcome, and
 * what this host sent.
 *
 * <pre>
 *   0                                                    80             96               112
 *   | unmatched | matched | fragment | malformed | other | sent_matched | sent_unmatched |
 * </pre>
 */
public final class LedgerLayout {
  public static final int SIZE = 112;
  public static final int OUTCOMES = 0;
  public static final int SENT_MATCHED = 80;
  public static final int SENT_UNMATCHED = 96;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_ledger",
          SIZE,
          List.of(
              field("outcomes", OUTCOMES, 80),
              field("sent_matched", SENT_MATCHED, 16),
              field("sent_unmatched", SENT_UNMATCHED, 16)));

  private LedgerLayout() {}
}
