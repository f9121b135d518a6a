package io.udpscope.datapath.bpf.rule;

import io.udpscope.model.PortRange;
import java.util.Arrays;

/**
 * Of each destination port, the rules that accept it; one table for each IP version. The ranges'
 * ends cut the ports into intervals, each of which has one row.
 */
final class PortTable {
  private static final int PORTS = 65536;

  /** Ends of ranges: the port where it takes effect, then the position whose bit it toggles. */
  private long[] ends = new long[64];

  private int count;

  void add(int position, PortRange range) {
    end(range.first(), position);
    end(range.last() + 1, position);
  }

  private void end(int port, int position) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = (long) port << 32 | position;
  }

  /** The row of each port. */
  short[] compile(RowTable rows) {
    Arrays.sort(ends, 0, count);
    short[] table = new short[PORTS];
    RuleSet accepting = new RuleSet();
    int from = 0;
    for (int i = 0; i < count; ) {
      int port = (int) (ends[i] >> 32);
      if (port > from) {
        Arrays.fill(table, from, port, (short) rows.indexOf(accepting));
        from = port;
      }
      while (i < count && (int) (ends[i] >> 32) == port) {
        accepting.toggle((int) ends[i++]);
      }
    }
    Arrays.fill(table, from, PORTS, (short) rows.indexOf(accepting));
    return table;
  }
}
