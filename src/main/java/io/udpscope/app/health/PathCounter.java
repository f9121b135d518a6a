package io.udpscope.app.health;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is counted on the way of a packet from the wire to a socket, in that order. Where both IP
 * versions have a counter, this is their sum.
 */
public enum PathCounter {
  NIC_PACKETS(Step.NIC, "packets", "", "link.rx_packets"),
  NIC_MISSED(
      Step.NIC,
      "missed",
      "the card had no buffer left: more of them (ethtool -G), or more queues (ethtool -L)",
      "link.rx_missed_errors"),
  NIC_OVERRUNS(
      Step.NIC,
      "overruns",
      "frames came faster than the card could hand them over: larger rings (ethtool -G)",
      "link.rx_fifo_errors"),
  NIC_ERRORS(
      Step.NIC,
      "broken frames",
      "frames arrived broken: the cable, the transceiver or the peer; ethtool -S tells which way",
      "link.rx_errors"),
  NIC_DROPPED(
      Step.NIC,
      "dropped",
      "the driver or the kernel had no room, or nobody here speaks that protocol",
      "link.rx_dropped"),
  BACKLOG_DROPPED(
      Step.BACKLOG,
      "dropped",
      "a CPU's queue was full, on all of this machine: net.core.netdev_max_backlog, or RPS",
      "softnet.dropped"),
  BACKLOG_SQUEEZED(Step.BACKLOG, "out of time", "", "softnet.time_squeeze"),
  SEEN(Step.PROGRAM, "seen", "", "ledger.seen"),
  MATCHED(Step.PROGRAM, "matched", "", "ledger.matched"),
  DROPPED(Step.PROGRAM, "dropped by rules", "", "rules.dropped"),
  TAKEN(Step.PROGRAM, "sent elsewhere", "", "rules.taken"),
  FRAGMENTS(Step.PROGRAM, "fragments", "", "ledger.fragments"),
  MALFORMED(
      Step.PROGRAM,
      "malformed",
      "a header lies or is cut off; they passed, and the kernel refuses them itself",
      "ledger.malformed"),
  NOT_FORWARDED(
      Step.PROGRAM,
      "not forwarded",
      "a rule wanted it and it could not be: the rules pane says why; they passed",
      "rules.failed"),
  RING_LOST(
      Step.PROGRAM,
      "not shown",
      "the ring to this screen was full; the packets themselves went their way",
      "ring.lost"),
  RELAY_LOST(
      Step.PROGRAM,
      "relay busy",
      "the relay's ring was full; those packets passed instead of being sent on",
      "relay.lost"),
  IP_RECEIVED(Step.IP, "received", "", "Ip.InReceives", "Ip6InReceives"),
  IP_HEADER_ERRORS(
      Step.IP,
      "header errors",
      "a header was wrong, or its time to live was over: the sender, or a routing loop",
      "Ip.InHdrErrors",
      "Ip6InHdrErrors"),
  IP_ADDRESS_ERRORS(
      Step.IP,
      "not for here",
      "the destination is no address of this host, and it does not forward",
      "Ip.InAddrErrors",
      "Ip6InAddrErrors"),
  IP_NO_ROUTE(
      Step.IP,
      "no route",
      "no route leads to the destination, or back to the source: ip route get",
      "IpExt.InNoRoutes",
      "Ip6InNoRoutes"),
  IP_REVERSE_PATH(
      Step.IP,
      "reverse path",
      "the way back to the source leads elsewhere, and rp_filter is strict: rp_filter=2 is loose",
      "TcpExt.IPReversePathFilter"),
  IP_TRUNCATED(
      Step.IP,
      "truncated",
      "less arrived than the header says: the sender, or an MTU on the way",
      "IpExt.InTruncatedPkts",
      "Ip6InTruncatedPkts"),
  IP_DISCARDED(
      Step.IP,
      "discarded",
      "nothing was wrong with them, but there was no memory or a policy took them",
      "Ip.InDiscards",
      "Ip6InDiscards"),
  IP_FORWARDED(Step.IP, "routed on", "", "Ip.ForwDatagrams", "Ip6OutForwDatagrams"),
  IP_NOT_WHOLE(
      Step.IP,
      "never whole",
      "fragments of a datagram were lost or came late: datagrams that fit the MTU need none",
      "Ip.ReasmFails",
      "Ip6ReasmFails"),
  UDP_DELIVERED(Step.UDP, "delivered", "", "Udp.InDatagrams", "Udp6InDatagrams"),
  UDP_NO_PORTS(
      Step.UDP,
      "NoPorts",
      "nobody listens on the port they came for: start who should, or translate the port",
      "Udp.NoPorts",
      "Udp6NoPorts"),
  UDP_BUFFER_FULL(
      Step.UDP,
      "RcvbufErrors",
      "a socket's buffer was full: its process reads too slowly, or net.core.rmem_max is small",
      "Udp.RcvbufErrors",
      "Udp6RcvbufErrors"),
  UDP_CHECKSUM(
      Step.UDP,
      "InCsumErrors",
      "the checksum was wrong: broken on the way, or by a network card that was to compute it",
      "Udp.InCsumErrors",
      "Udp6InCsumErrors"),
  UDP_MEMORY(
      Step.UDP,
      "MemErrors",
      "all UDP sockets together reached net.ipv4.udp_mem",
      "Udp.MemErrors",
      "Udp6MemErrors"),
  UDP_ERRORS(
      Step.UDP,
      "InErrors",
      "datagrams that no socket took: RcvbufErrors, InCsumErrors and MemErrors are among them",
      "Udp.InErrors",
      "Udp6InErrors"),
  UDP_SEND_BUFFER_FULL(
      Step.UDP,
      "SndbufErrors",
      "a socket here could not send: its buffer or the interface's queue was full",
      "Udp.SndbufErrors",
      "Udp6SndbufErrors");

  /** Where on the way. */
  public enum Step {
    NIC,
    BACKLOG,
    PROGRAM,
    IP,
    UDP;

    /** As the screen calls it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Step step;
  private final String label;
  private final String meaning;
  private final List<String> sources;

  PathCounter(Step step, String label, String meaning, String... sources) {
    this.step = step;
    this.label = label;
    this.meaning = meaning;
    this.sources = List.of(sources);
  }

  public Step step() {
    return step;
  }

  public String label() {
    return label;
  }

  /** What it means that it grows, and what to do; empty if that is as it should be. */
  public String meaning() {
    return meaning;
  }

  /** Something is wrong if there are any. */
  public boolean isTrouble() {
    return !meaning.isEmpty();
  }

  /** The kernel's names of it, and ours: {@code Udp.NoPorts}, {@code Udp6NoPorts}. */
  public List<String> sources() {
    return sources;
  }

  /** The sum of its sources, if there is any of them. */
  OptionalLong of(Map<String, Long> counters) {
    long[] there =
        sources.stream().filter(counters::containsKey).mapToLong(counters::get).toArray();
    return there.length == 0 ? OptionalLong.empty() : OptionalLong.of(Arrays.stream(there).sum());
  }
}
