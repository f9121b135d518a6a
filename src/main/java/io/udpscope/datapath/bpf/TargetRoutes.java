package io.udpscope.datapath.bpf;

import io.udpscope.model.NextHop;
import io.udpscope.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the routes of this host say of targets, before anything is attached or sent. */
public final class TargetRoutes {
  private TargetRoutes() {}

  /**
   * The way to each target, of those that have an address, in the calling thread's network. {@link
   * NextHop.State#NO_ROUTE} stands also for an interface that is not there; {@link
   * NextHop.State#NO_NEIGHBOUR} means little, since nobody was asked yet.
   *
   * @throws io.udpscope.datapath.DatapathException if the kernel cannot be asked
   */
  public static Map<Target, NextHop> of(List<Target> targets) {
    BpfDatapath.bindNative();
    Map<Target, NextHop> ways = new LinkedHashMap<>();
    try (WayFinder finder = new WayFinder()) {
      for (Target target : targets) {
        if (target.address().isPresent()) {
          ways.put(target, finder.find(target).told());
        }
      }
    }
    return ways;
  }
}
