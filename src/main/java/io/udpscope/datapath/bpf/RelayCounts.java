package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.RelayError;
import io.udpscope.model.Traffic;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the relay did for each target, by its slot. Written by the relay's thread alone, and read by
 * the session's, which sees each counter whole.
 */
final class RelayCounts {
  private static final int PACKETS = 0;
  private static final int BYTES = 1;
  private static final int ANSWERS = 2;
  private static final int ERRORS = 3;
  private static final int OF_A_SLOT = ERRORS + RelayError.values().length;

  private static final RelayError[] REASONS = RelayError.values();

  private final AtomicLongArray counts = new AtomicLongArray(Limits.TARGET_SLOTS * OF_A_SLOT);

  /** What stood there when a slot became another target's: of the session's thread. */
  private final long[] before = new long[Limits.TARGET_SLOTS * OF_A_SLOT];

  void sent(int slot, long packets, long bytes) {
    add(slot, PACKETS, packets);
    add(slot, BYTES, bytes);
  }

  void answers(int slot, long packets) {
    add(slot, ANSWERS, packets);
  }

  void errors(int slot, RelayError reason, long count) {
    add(slot, ERRORS + reason.ordinal(), count);
  }

  /** One thread writes, so nothing comes between. */
  private void add(int slot, int what, long count) {
    int index = slot * OF_A_SLOT + what;
    counts.setOpaque(index, counts.getPlain(index) + count);
  }

  RelayCounters of(int slot) {
    Map<RelayError, Long> errors = new EnumMap<>(RelayError.class);
    for (RelayError reason : REASONS) {
      long count = count(slot, ERRORS + reason.ordinal());
      if (count != 0) {
        errors.put(reason, count);
      }
    }
    Traffic sent = new Traffic(count(slot, PACKETS), count(slot, BYTES));
    return new RelayCounters(sent, count(slot, ANSWERS), errors);
  }

  private long count(int slot, int what) {
    int index = slot * OF_A_SLOT + what;
    return counts.getOpaque(index) - before[index];
  }

  /** The slot is another target's from now on. */
  void zero(int slot) {
    for (int index = slot * OF_A_SLOT; index < (slot + 1) * OF_A_SLOT; index++) {
      before[index] = counts.getOpaque(index);
    }
  }
}
