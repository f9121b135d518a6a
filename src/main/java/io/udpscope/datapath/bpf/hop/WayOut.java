package io.udpscope.datapath.bpf.hop;

import io.udpscope.datapath.bpf.hop.Neighbours.Neighbour;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.NextHop.State;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How packets leave for a target, as it was when the kernel was asked.
 *
 * @param told what people see of it
 * @param interfaceIndex that the frame leaves by; 0 if there is none
 * @param mtu of an IP packet; 0 for no limit
 * @param linkHeader all of it; empty on an interface without
 * @param source what this host would send from
 * @param neighbour who has to answer for the MAC; empty if nobody has to
 * @param refusesGeneric the interface does not send all frames of generic XDP as they should be
 * @param refusesBuffers the interface takes no frames in several buffers that native XDP sends
 * @param stale the neighbour's MAC has not been checked for a while
 */
public record WayOut(
    NextHop told,
    int interfaceIndex,
    int mtu,
    ByteBuffer linkHeader,
    Optional<IpAddress> source,
    boolean refusesGeneric,
    boolean refusesBuffers,
    Optional<Neighbour> neighbour,
    boolean stale) {
  static final WayOut UNKNOWN = none(NextHop.UNKNOWN);
  static final WayOut NO_ROUTE = none(nowhere(State.NO_ROUTE));
  static final WayOut LOCAL = none(nowhere(State.LOCAL));

  private static NextHop nowhere(State state) {
    return new NextHop(state, Optional.empty(), Optional.empty(), false);
  }

  private static WayOut none(NextHop told) {
    return new WayOut(
        told,
        0,
        0,
        ByteBuffer.allocate(0),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        false);
  }

  /** There is a way, but the neighbour on it does not answer. */
  static WayOut withoutNeighbour(Link out, boolean refusesNative, Neighbour neighbour) {
    NextHop told =
        new NextHop(State.NO_NEIGHBOUR, Optional.of(out.name()), Optional.empty(), refusesNative);
    return new WayOut(
        told,
        0,
        0,
        ByteBuffer.allocate(0),
        Optional.empty(),
        false,
        false,
        Optional.of(neighbour),
        false);
  }

  Optional<MacAddress> mac() {
    return told.mac();
  }
}
