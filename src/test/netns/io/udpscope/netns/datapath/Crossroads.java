package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Our host, {@code here}, among others. On one Ethernet segment with it, by h0: a {@code client},
 * and a target, {@code near}. Behind interfaces of its own: the targets {@code one}, by h1, and
 * {@code two}, by h2. Behind its bridge br0, as a container is: {@code inside}. All of them have an
 * e0. The wires take frames from native XDP.
 */
final class Crossroads implements AutoCloseable {
  static final String HERE = "10.77.0.1";
  static final String HERE_6 = "fd77::1";
  static final String CLIENT = "10.77.0.2";
  static final String CLIENT_6 = "fd77::2";
  static final String NEAR = "10.77.0.3";
  static final String NEAR_6 = "fd77::3";
  static final String ONE = "10.78.1.2";
  static final String ONE_6 = "fd78:1::2";
  static final String TWO = "10.78.2.2";
  static final String TWO_6 = "fd78:2::2";
  static final String INSIDE = "10.78.3.2";
  static final String INSIDE_6 = "fd78:3::2";

  /** Our address towards {@code one}. */
  static final String HERE_BY_H1 = "10.78.1.1";

  /** From there the kernel asks for neighbours that no packet of its own waits for. */
  private static final String LINK_LOCAL = "fe80::1/64";

  private final List<NetworkNamespace> networks = new ArrayList<>();
  final NetworkNamespace here = network("here");
  final NetworkNamespace client = network("client");
  final NetworkNamespace near = network("near");
  final NetworkNamespace one = network("one");
  final NetworkNamespace two = network("two");
  final NetworkNamespace inside = network("inside");
  private final NetworkNamespace segment = network("segment");

  private Crossroads() {}

  private NetworkNamespace network(String name) {
    NetworkNamespace network = NetworkNamespace.create(name);
    networks.add(network);
    return network;
  }

  /** Our host does not route (ip_forward is off), as a plain server does not. */
  static Crossroads build() {
    Crossroads crossroads = new Crossroads();
    try {
      crossroads.link();
    } catch (RuntimeException e) {
      crossroads.close();
      throw e;
    }
    return crossroads;
  }

  private void link() {
    segment.exec("ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    segment.exec("ip", "link", "set", "br0", "addrgenmode", "none", "up");
    joinSegment(here.end("h0", HERE + "/24", HERE_6 + "/64", LINK_LOCAL), "p0");
    joinSegment(client.end("e0", CLIENT + "/24", CLIENT_6 + "/64"), "p1");
    joinSegment(near.end("e0", NEAR + "/24", NEAR_6 + "/64"), "p2");
    linkTo("h1", one, "10.78.1", "fd78:1:");
    linkTo("h2", two, "10.78.2", "fd78:2:");
    here.exec("ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    here.exec("ip", "link", "set", "br0", "addrgenmode", "none", "up");
    here.exec("ip", "addr", "add", "10.78.3.1/24", "dev", "br0");
    here.exec("ip", "addr", "add", "fd78:3::1/64", "dev", "br0", "nodad");
    here.exec("ip", "addr", "add", LINK_LOCAL, "dev", "br0", "nodad");
    NetworkNamespace.linkPair(here.end("v0"), inside.end("e0", INSIDE + "/24", INSIDE_6 + "/64"));
    here.exec("ip", "link", "set", "v0", "master", "br0");
    routeBack(inside, "10.78.3", "fd78:3:");
  }

  private void joinSegment(NetworkNamespace.End end, String port) {
    NetworkNamespace.linkPair(end, segment.end(port));
    segment.exec("ip", "link", "set", port, "master", "br0");
    takesNativeFrames(segment, port);
  }

  private void linkTo(String name, NetworkNamespace target, String ipv4, String ipv6) {
    NetworkNamespace.linkPair(
        here.end(name, ipv4 + ".1/24", ipv6 + ":1/64", LINK_LOCAL),
        target.end("e0", ipv4 + ".2/24", ipv6 + ":2/64"));
    routeBack(target, ipv4, ipv6);
  }

  private static void routeBack(NetworkNamespace target, String ipv4, String ipv6) {
    target.exec("ip", "route", "add", "default", "via", ipv4 + ".1");
    target.exec("ip", "-6", "route", "add", "default", "via", ipv6 + ":1");
    takesNativeFrames(target, "e0");
  }

  /** A veth's other end transmits native XDP's frames only while this one reassembles. */
  private static void takesNativeFrames(NetworkNamespace network, String interfaceName) {
    network.exec("ethtool", "-K", interfaceName, "gro", "on");
  }

  Crossroads routing() {
    here.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    here.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
    return this;
  }

  /** On the way from the client to {@code one}. */
  Crossroads withJumboFrames() {
    for (String port : List.of("p0", "p1", "br0")) {
      segment.exec("ip", "link", "set", port, "mtu", "9000");
    }
    client.exec("ip", "link", "set", "e0", "mtu", "9000");
    here.exec("ip", "link", "set", "h0", "mtu", "9000");
    here.exec("ip", "link", "set", "h1", "mtu", "9000");
    one.exec("ip", "link", "set", "e0", "mtu", "9000");
    return this;
  }

  /** VLAN tags come to h0 in the frame and not beside it, where XDP would not see them. */
  Crossroads withTagsInFrames() {
    segment.exec("ethtool", "-K", "p0", "txvlan", "off", "tx-vlan-stag-hw-insert", "off");
    return this;
  }

  /** The client sends whole checksums, as they are on a wire. */
  Crossroads withoutChecksumOffload() {
    client.exec("ethtool", "-K", "e0", "tx", "off");
    return this;
  }

  @Override
  public void close() {
    networks.forEach(NetworkNamespace::close);
  }
}
