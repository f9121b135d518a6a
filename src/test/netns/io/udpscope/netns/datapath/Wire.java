package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;

/**
 * Two hosts on a wire, a veth pair: {@code here}, where udpscope watches h0, and {@code there},
 * which sends.
 */
final class Wire implements AutoCloseable {
  static final String HERE = "10.77.0.1";
  static final String THERE = "10.77.0.2";
  static final String HERE_6 = "fd77::1";
  static final String THERE_6 = "fd77::2";

  final NetworkNamespace here;
  final NetworkNamespace there;

  private Wire(NetworkNamespace here, NetworkNamespace there) {
    this.here = here;
    this.there = there;
  }

  static Wire stretch() {
    return stretch(1500);
  }

  static Wire stretch(int mtu) {
    Wire wire = new Wire(NetworkNamespace.create("here"), NetworkNamespace.create("there"));
    NetworkNamespace.linkPair(
        wire.here.end("h0", HERE + "/24", HERE_6 + "/64"),
        wire.there.end("p0", THERE + "/24", THERE_6 + "/64"));
    wire.here.exec("ip", "link", "set", "dev", "h0", "mtu", Integer.toString(mtu));
    wire.there.exec("ip", "link", "set", "dev", "p0", "mtu", Integer.toString(mtu));
    return wire;
  }

  /** As a network card sends: checksums whole, VLAN tags in the frame, one frame a packet. */
  Wire asFromACard() {
    there.exec(
        "ethtool",
        "-K",
        "p0",
        "tx",
        "off",
        "tso",
        "off",
        "gso",
        "off",
        "txvlan",
        "off",
        "tx-vlan-stag-hw-insert",
        "off");
    return this;
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
