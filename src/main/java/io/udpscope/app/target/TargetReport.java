package io.udpscope.app.target;

import io.udpscope.model.IpAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Map;

/**
 * What there is to know for who types targets.
 *
 * @param ways to the targets that are typed, as the kernel has them now
 * @param addresses that may be meant: neighbours first, then those of packets captured lately
 */
public record TargetReport(Map<Target, NextHop> ways, List<IpAddress> addresses) {
  public static final TargetReport EMPTY = new TargetReport(Map.of(), List.of());

  public TargetReport {
    ways = Map.copyOf(ways);
    addresses = List.copyOf(addresses);
  }
}
