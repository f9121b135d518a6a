package io.udpscope.app.flow;

import io.udpscope.model.IpAddress;

/** Which conversation or talker it is, wherever it stands. */
public sealed interface FlowKey {
  /** The display filter, in pcap-filter syntax, that lets just its packets pass. */
  String filter();

  /** An address with a port. */
  record End(IpAddress address, int port) {
    /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
    public String text() {
      return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
    }

    private String filter(String side) {
      return side + " host " + address + " and " + side + " port " + port;
    }
  }

  /**
   * @param first who was heard first
   */
  record Conversation(End first, End second) implements FlowKey {
    @Override
    public String filter() {
      String there = first.filter("src") + " and " + second.filter("dst");
      String back = second.filter("src") + " and " + first.filter("dst");
      return "udp and ((" + there + ") or (" + back + "))";
    }
  }

  record Source(IpAddress address) implements FlowKey {
    @Override
    public String filter() {
      return "udp and src host " + address;
    }
  }

  record Destination(IpAddress address) implements FlowKey {
    @Override
    public String filter() {
      return "udp and dst host " + address;
    }
  }

  record Port(int number) implements FlowKey {
    @Override
    public String filter() {
      return "udp dst port " + number;
    }
  }
}
