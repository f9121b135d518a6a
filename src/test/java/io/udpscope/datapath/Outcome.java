package io.udpscope.datapath;

import io.udpscope.model.Ledger;
import io.udpscope.model.Traffic;

/** What becomes of a packet that the program sees: exactly one of these. */
enum Outcome {
  UNMATCHED,
  MATCHED,
  FRAGMENT,
  MALFORMED,
  OTHER;

  /** The packets that had it. */
  Traffic in(Ledger ledger) {
    return switch (this) {
      case UNMATCHED -> ledger.unmatched();
      case MATCHED -> ledger.matched();
      case FRAGMENT -> ledger.fragments();
      case MALFORMED -> ledger.malformed();
      case OTHER -> ledger.other();
    };
  }
}
