package io.udpscope.datapath.bpf.hop;

import io.udpscope.datapath.bpf.hop.Neighbours.Known;
import io.udpscope.datapath.bpf.hop.Neighbours.Neighbour;
import io.udpscope.datapath.bpf.hop.RouteLookup.Route;
import io.udpscope.ffi.Netlink;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.NextHop.State;
import io.udpscope.model.Target;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out how packets leave for a target, in the network of the thread that made it. */
final class WayFinder implements AutoCloseable {
  /** Devices on top of each other, at most: more would be a circle. */
  private static final int MAX_LAYERS = 8;

  private final Netlink questions = Netlink.open(0);
  private final XdpFeatures features;
  private final Offloads offloads;
  private final Links links = new Links(questions);
  private final RouteLookup routes = new RouteLookup(questions);
  private final Neighbours neighbours = new Neighbours(questions);

  WayFinder() {
    try {
      this.features = new XdpFeatures();
    } catch (RuntimeException e) {
      questions.close();
      throw e;
    }
    try {
      this.offloads = new Offloads();
    } catch (RuntimeException e) {
      questions.close();
      features.close();
      throw e;
    }
  }

  Links links() {
    return links;
  }

  XdpFeatures features() {
    return features;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  /**
   * @param target one that has an address
   */
  WayOut find(Target target) {
    IpAddress to = target.address().orElseThrow();
    Link named = target.interfaceName().map(links::named).orElse(null);
    if (target.interfaceName().isPresent() && (named == null || !named.up())) {
      return WayOut.NO_ROUTE;
    }
    if (named != null && named.loopback()) {
      return WayOut.LOCAL;
    }
    if (target.mac().isPresent()) {
      Optional<IpAddress> source = routes.addressOf(named.index(), to.isIpv6());
      return new Departure(named, to, source, named.mtu()).to(target.mac().get());
    }
    Route route = routes.to(to, named == null ? 0 : named.index());
    Link out = route.interfaceIndex() == 0 ? null : links.at(route.interfaceIndex());
    if (route.kind() == RouteLookup.Kind.LOCAL || out != null && out.loopback()) {
      return WayOut.LOCAL;
    }
    if (route.kind() == RouteLookup.Kind.NONE || out == null) {
      return WayOut.NO_ROUTE;
    }
    int mtu = route.mtu() == 0 ? out.mtu() : Math.min(route.mtu(), out.mtu());
    return find(route, new Departure(out, to, route.source(), mtu));
  }

  private WayOut find(Route route, Departure departure) {
    Link out = departure.out;
    if (out.isRawIp()) {
      return departure.withoutLinkHeader();
    }
    if (out.mac().isEmpty()) {
      return WayOut.NO_ROUTE; // neither Ethernet nor bare IP: no frame for it can be built
    }
    if (route.kind() == RouteLookup.Kind.BROADCAST) {
      return departure.to(GroupAddresses.BROADCAST);
    }
    IpAddress hop = route.gateway().orElse(departure.destination);
    if (GroupAddresses.isGroup(hop)) {
      return departure.to(GroupAddresses.mac(hop));
    }
    Neighbour neighbour = new Neighbour(out.index(), hop);
    Known known = neighbours.ask(neighbour);
    return known.mac().isEmpty()
        ? WayOut.withoutNeighbour(out, features.refusesNative(out), neighbour)
        : departure.to(known.mac().get(), Optional.of(neighbour), known.stale());
  }

  /** A packet about to leave by an interface: what is known but for the MAC that it goes to. */
  private final class Departure {
    final Link out;
    final IpAddress destination;
    final Optional<IpAddress> source;
    final int mtu;

    Departure(Link out, IpAddress destination, Optional<IpAddress> source, int mtu) {
      this.out = out;
      this.destination = destination;
      this.source = source;
      this.mtu = mtu;
    }

    WayOut withoutLinkHeader() {
      return ready(out, Optional.empty(), new byte[0], mtu, Optional.empty(), false);
    }

    WayOut to(MacAddress mac) {
      return out.isRawIp() ? withoutLinkHeader() : to(mac, Optional.empty(), false);
    }

    /**
     * Down through VLAN devices, whose tag it bears, and bridges, to a device that takes redirected
     * frames as they are.
     */
    WayOut to(MacAddress mac, Optional<Neighbour> neighbour, boolean stale) {
      if (out.mac().isEmpty()) {
        return WayOut.NO_ROUTE;
      }
      Link device = out;
      List<VlanTag> tags = new ArrayList<>();
      int smallest = mtu;
      for (int layer = 0; layer < MAX_LAYERS; layer++) {
        Link below = below(device, mac, tags.size());
        if (below == null) {
          break;
        }
        if (device.vlan().isPresent()) {
          tags.add(0, device.vlan().get().tag());
        } else {
          smallest = Math.min(smallest, below.mtu());
        }
        device = below;
      }
      byte[] header = LinkHeader.of(mac, out.mac().get(), tags, destination.isIpv6());
      return ready(device, Optional.of(mac), header, smallest, neighbour, stale);
    }

    private WayOut ready(
        Link device,
        Optional<MacAddress> mac,
        byte[] header,
        int smallestMtu,
        Optional<Neighbour> neighbour,
        boolean stale) {
      boolean refuses = features.refusesNative(device);
      return new WayOut(
          new NextHop(State.READY, Optional.of(device.name()), mac, refuses),
          device.index(),
          smallestMtu,
          ByteBuffer.wrap(header),
          source,
          device.isRawIp() || !offloads.completesChecksums(device.name()),
          features.refusesBuffers(device),
          neighbour,
          stale);
    }
  }

  /** The device that a frame leaves by which was sent to this one; null if that is this one. */
  private Link below(Link device, MacAddress to, int tags) {
    if (device.vlan().isPresent() && tags < LinkHeader.MAX_TAGS) {
      return links.at(device.vlan().get().lower());
    }
    // A bridge that filters VLANs may change tags on the way to the port.
    if (device.isBridge() && !device.filtersVlans()) {
      int port = neighbours.bridgePort(device.index(), to);
      Link below = port == 0 || port == device.index() ? null : links.at(port);
      return below != null && below.up() && below.master() == device.index() ? below : null;
    }
    return null;
  }

  @Override
  public void close() {
    questions.close();
    features.close();
    offloads.close();
  }
}
