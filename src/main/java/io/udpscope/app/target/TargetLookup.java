package io.udpscope.app.target;

import io.udpscope.capture.PacketRows;
import io.udpscope.datapath.Datapath;
import io.udpscope.model.IpAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up the targets that are being typed, again each second. The agent's. */
public final class TargetLookup {
  private static final long AGAIN_NANOS = 1_000_000_000;
  private static final int MAX_ADDRESSES = 200;
  private static final int MAX_ROWS = 2000;

  private final Datapath datapath;
  private final PacketRows store;
  private final PacketRecord packet = new PacketRecord();
  private Optional<List<Target>> typed = Optional.empty();
  private TargetReport report = TargetReport.EMPTY;
  private boolean asked;
  private long lookedAt;

  public TargetLookup(Datapath datapath, PacketRows store) {
    this.datapath = datapath;
    this.store = store;
  }

  /**
   * @param targets empty: nobody types any
   */
  public void want(Optional<List<Target>> targets) {
    typed = targets;
    asked = true;
  }

  public TargetReport report(long nowNanos) {
    if (typed.isEmpty()) {
      report = TargetReport.EMPTY;
    } else if (asked || nowNanos - lookedAt >= AGAIN_NANOS) {
      lookedAt = nowNanos;
      asked = false;
      report = look(typed.get());
    }
    return report;
  }

  private TargetReport look(List<Target> targets) {
    Map<Target, NextHop> ways = new HashMap<>();
    for (Target target : targets) {
      ways.put(target, datapath.lookUp(target));
    }
    Set<IpAddress> addresses = new LinkedHashSet<>(datapath.neighbours());
    long oldest = Math.max(store.firstRow(), store.endRow() - MAX_ROWS);
    for (long row = store.endRow() - 1; row >= oldest && addresses.size() < MAX_ADDRESSES; row--) {
      if (!store.isGap(row) && store.packet(row, packet).holds(packet.transportOffset())) {
        addresses.add(packet.source());
        addresses.add(packet.destination());
      }
    }
    return new TargetReport(ways, List.copyOf(addresses));
  }
}
