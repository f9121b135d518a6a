package io.udpscope.packets;

import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds one frame, header after header, for example
 *
 * <pre>
 *   Frame.ethernet().vlan(7).ipv4("10.0.0.1", "10.0.0.2").udp(40000, 53).payload("hello").bytes()
 * </pre>
 *
 * All that is not said is right: lengths, checksums, what each header says comes next. What is said
 * is written as it is said, so that a frame can lie in one place and be right in all others.
 */
public final class Frame {
  public static final int ETHERNET_HEADER = 14;
  public static final int IPV4_HEADER = 20;
  public static final int IPV6_HEADER = 40;
  public static final int UDP_HEADER = 8;

  public static final int TYPE_IPV4 = 0x0800;
  public static final int TYPE_ARP = 0x0806;
  public static final int TYPE_VLAN = 0x8100;
  public static final int TYPE_IPV6 = 0x86dd;
  public static final int TYPE_SERVICE_VLAN = 0x88a8;

  public static final int HOP_BY_HOP = 0;
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ROUTING = 43;
  public static final int FRAGMENT = 44;
  public static final int ESP = 50;
  public static final int AUTHENTICATION = 51;
  public static final int ICMPV6 = 58;
  public static final int NO_NEXT_HEADER = 59;
  public static final int DESTINATION_OPTIONS = 60;

  /** What stands in the checksum field of the UDP header. */
  public enum Checksum {
    RIGHT,
    ZERO,
    WRONG,
    /** The sum of the pseudo-header alone: whoever sends it on a wire has to add the rest. */
    PARTIAL
  }

  private record Tag(int type, int id) {}

  /**
   * An IPv6 extension header: its type, and its bytes from the second one (the first is "next").
   */
  private record Extension(int type, byte[] tail) {}

  private static final int NOT_SAID = -1;

  private final boolean ethernet;
  private byte[] destinationMac = {2, 0, 0, 0, 0, 2};
  private byte[] sourceMac = {2, 0, 0, 0, 0, 1};
  private final List<Tag> tags = new ArrayList<>();
  private int etherType = NOT_SAID;

  private IpAddress source;
  private IpAddress destination;
  private int ttl = 64;
  private byte[] options = {};
  private int version = NOT_SAID;
  private int headerWords = NOT_SAID;
  private int ipLength = NOT_SAID;
  private int fragment;
  private final List<Extension> extensions = new ArrayList<>();
  private int next = NOT_SAID;

  private int protocol = NO_NEXT_HEADER;
  private byte[] transport = {};
  private int udpLength = NOT_SAID;
  private Checksum checksum = Checksum.RIGHT;
  private byte[] payload = {};
  private int padding;

  private Frame(boolean ethernet) {
    this.ethernet = ethernet;
  }

  public static Frame ethernet() {
    return new Frame(true);
  }

  /** Without a link header, as on tun and WireGuard interfaces. */
  public static Frame rawIp() {
    return new Frame(false);
  }

  /** A request for 10.0.0.2, padded as on the wire. */
  public static Frame arp() {
    String body = "0001080006040001" + "020000000001" + "0a000001" + "000000000000" + "0a000002";
    return ethernet().etherType(TYPE_ARP).payload(HexFormat.of().parseHex(body)).padding(18);
  }

  /** Six bytes each. */
  public Frame macs(byte[] from, byte[] to) {
    sourceMac = from.clone();
    destinationMac = to.clone();
    return this;
  }

  public Frame vlan(int id) {
    tags.add(new Tag(TYPE_VLAN, id));
    return this;
  }

  /** The outer tag of 802.1ad. */
  public Frame serviceVlan(int id) {
    tags.add(new Tag(TYPE_SERVICE_VLAN, id));
    return this;
  }

  public Frame etherType(int type) {
    etherType = type;
    return this;
  }

  /** IPv4 or IPv6, as the addresses are. */
  public Frame ip(IpAddress from, IpAddress to) {
    if (from.isIpv6() != to.isIpv6()) {
      throw new IllegalArgumentException(from + " and " + to + " do not share an IP version");
    }
    source = from;
    destination = to;
    return this;
  }

  public Frame ip(String from, String to) {
    return ip(IpAddress.parse(from), IpAddress.parse(to));
  }

  public Frame ipv4() {
    return ip("10.0.0.1", "10.0.0.2");
  }

  public Frame ipv6() {
    return ip("2001:db8::1", "2001:db8::2");
  }

  public Frame ttl(int hops) {
    ttl = hops;
    return this;
  }

  /** No-operation options of so many bytes, a multiple of 4 up to 40. */
  public Frame options(int bytes) {
    if (bytes % 4 != 0 || bytes > 40) {
      throw new IllegalArgumentException("IPv4 options take 0, 4, … 40 bytes, not " + bytes);
    }
    options = new byte[bytes];
    Arrays.fill(options, (byte) 1);
    return this;
  }

  /** What the header says its version is. */
  public Frame version(int said) {
    version = said;
    return this;
  }

  /** What the IPv4 header says of its own length, in words of 4 bytes. */
  public Frame headerWords(int said) {
    headerWords = said;
    return this;
  }

  /** What the IPv4 header says of its total length, or the IPv6 header of its payload's. */
  public Frame ipLength(int said) {
    ipLength = said;
    return this;
  }

  /**
   * A piece of a datagram. In IPv6 this adds a fragment header; offset 0 without more to come is
   * then an atomic fragment (RFC 6946).
   *
   * @param offset bytes from the start of the whole, a multiple of 8
   */
  public Frame fragment(int offset, boolean more) {
    if (source.isIpv6()) {
      int field = offset | (more ? 1 : 0);
      ByteBuffer tail = ByteBuffer.allocate(7).put((byte) 0).putShort((short) field).putInt(0x5eed);
      extensions.add(new Extension(FRAGMENT, tail.array()));
    } else {
      fragment = offset / 8 | (more ? 0x2000 : 0);
    }
    return this;
  }

  /** The "don't fragment" bit of IPv4. */
  public Frame dontFragment() {
    fragment |= 0x4000;
    return this;
  }

  /** The reserved bit of IPv4's flags (RFC 3514 calls it evil). */
  public Frame reservedFlag() {
    fragment |= 0x8000;
    return this;
  }

  public Frame hopByHop() {
    return extension(HOP_BY_HOP, 8);
  }

  public Frame routing() {
    return extension(ROUTING, 8);
  }

  public Frame destinationOptions() {
    return extension(DESTINATION_OPTIONS, 8);
  }

  /** An IPsec authentication header with a 12-byte check value, 24 bytes long. */
  public Frame authentication() {
    return extension(AUTHENTICATION, 24);
  }

  /** An extension header of so many bytes, whose length field says so. */
  public Frame extension(int type, int bytes) {
    return extension(type, bytes, type == AUTHENTICATION ? bytes / 4 - 2 : bytes / 8 - 1);
  }

  /** An extension header of so many bytes, whose length field says something of its own. */
  public Frame extension(int type, int bytes, int said) {
    byte[] tail = new byte[bytes - 1];
    tail[0] = (byte) said;
    extensions.add(new Extension(type, tail));
    return this;
  }

  /** What the last header before the transport header says comes next. */
  public Frame next(int said) {
    next = said;
    return this;
  }

  public Frame udp(int from, int to) {
    protocol = UDP;
    transport = ByteBuffer.allocate(UDP_HEADER).putShort((short) from).putShort((short) to).array();
    return this;
  }

  /** What the UDP header says of its length. */
  public Frame udpLength(int said) {
    udpLength = said;
    return this;
  }

  public Frame checksum(Checksum kind) {
    checksum = kind;
    return this;
  }

  public Frame tcp(int from, int to) {
    protocol = TCP;
    transport =
        ByteBuffer.allocate(20)
            .putShort((short) from)
            .putShort((short) to)
            .putLong(0)
            .putShort((short) 0x5002)
            .array();
    return this;
  }

  /** An echo request of the addresses' version. */
  public Frame echo() {
    protocol = source.isIpv6() ? ICMPV6 : ICMP;
    transport = new byte[] {(byte) (source.isIpv6() ? 128 : 8), 0, 0, 0, 0, 1, 0, 1};
    return this;
  }

  public Frame payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  public Frame payload(String text) {
    return payload(text.getBytes(StandardCharsets.UTF_8));
  }

  /** So many bytes that differ from their neighbours. */
  public Frame payload(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return payload(bytes);
  }

  /** Pads the UDP payload so that the whole frame has this length. */
  public Frame frameLength(int length) {
    return payload(length - transportOffset() - transport.length);
  }

  /** Zeros after the end of the IP packet, as Ethernet adds to short frames. */
  public Frame padding(int bytes) {
    padding = bytes;
    return this;
  }

  public int networkOffset() {
    return ethernet ? ETHERNET_HEADER + 4 * tags.size() : 0;
  }

  public int transportOffset() {
    if (source == null) {
      return networkOffset();
    }
    int header = source.isIpv6() ? IPV6_HEADER + extensionBytes() : IPV4_HEADER + options.length;
    return networkOffset() + header;
  }

  public byte[] bytes() {
    byte[] upper = concatenate(transport(), payload);
    byte[] packet = source == null ? upper : source.isIpv6() ? ipv6(upper) : ipv4(upper);
    return concatenate(link(), packet, new byte[padding]);
  }

  /** The frame's first bytes. */
  public byte[] cutTo(int length) {
    return Arrays.copyOf(bytes(), length);
  }

  private byte[] link() {
    if (!ethernet) {
      return new byte[0];
    }
    ByteBuffer header = ByteBuffer.allocate(networkOffset()).put(destinationMac).put(sourceMac);
    for (Tag tag : tags) {
      header.putShort((short) tag.type).putShort((short) tag.id);
    }
    int type = source != null && source.isIpv6() ? TYPE_IPV6 : TYPE_IPV4;
    return header.putShort((short) said(etherType, type)).array();
  }

  private byte[] ipv4(byte[] upper) {
    ByteBuffer header = ByteBuffer.allocate(IPV4_HEADER + options.length);
    int words = said(headerWords, header.capacity() / 4);
    header
        .put((byte) (said(version, 4) << 4 | words))
        .put((byte) 0)
        .putShort((short) said(ipLength, header.capacity() + upper.length))
        .putShort((short) 0x5eed)
        .putShort((short) fragment)
        .put((byte) ttl)
        .put((byte) said(next, protocol))
        .putShort((short) 0)
        .put(source.bytes())
        .put(destination.bytes())
        .put(options);
    header.putShort(10, (short) new InternetChecksum().add(header.array()).value());
    return concatenate(header.array(), upper);
  }

  private byte[] ipv6(byte[] upper) {
    int last = said(next, protocol);
    ByteBuffer header = ByteBuffer.allocate(IPV6_HEADER + extensionBytes());
    header
        .putInt(said(version, 6) << 28)
        .putShort((short) said(ipLength, extensionBytes() + upper.length))
        .put((byte) typeAfter(-1, last))
        .put((byte) ttl)
        .put(source.bytes())
        .put(destination.bytes());
    for (int i = 0; i < extensions.size(); i++) {
      header.put((byte) typeAfter(i, last)).put(extensions.get(i).tail);
    }
    return concatenate(header.array(), upper);
  }

  private int typeAfter(int index, int last) {
    return index + 1 < extensions.size() ? extensions.get(index + 1).type : last;
  }

  private int extensionBytes() {
    return extensions.stream().mapToInt(extension -> 1 + extension.tail.length).sum();
  }

  private byte[] transport() {
    ByteBuffer header = ByteBuffer.wrap(transport.clone());
    if (protocol == UDP) {
      header.putShort(4, (short) said(udpLength, UDP_HEADER + payload.length));
    }
    int right = transportChecksum(header.array());
    switch (protocol) {
      case UDP -> header.putShort(6, (short) udpChecksum(right));
      case TCP -> header.putShort(16, (short) right);
      case ICMP, ICMPV6 -> header.putShort(2, (short) right);
      default -> {}
    }
    return header.array();
  }

  /** RFC 768: a sum of zero is sent as all ones, since zero says that there is none. */
  private int udpChecksum(int right) {
    return switch (checksum) {
      case RIGHT -> right == 0 ? 0xffff : right;
      case ZERO -> 0;
      case WRONG -> right == 0x0bad ? 0x0bae : 0x0bad;
      case PARTIAL -> pseudoHeader(UDP_HEADER + payload.length).sum();
    };
  }

  private int transportChecksum(byte[] header) {
    boolean covered = protocol != ICMP && source != null;
    int length = header.length + payload.length;
    InternetChecksum sum = covered ? pseudoHeader(length) : new InternetChecksum();
    return sum.add(header).add(payload).value();
  }

  private InternetChecksum pseudoHeader(int length) {
    return new InternetChecksum()
        .add(source.bytes())
        .add(destination.bytes())
        .addShort(protocol)
        .addShort(length);
  }

  private static int said(int said, int right) {
    return said == NOT_SAID ? right : said;
  }

  private static byte[] concatenate(byte[]... pieces) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(pieces).mapToInt(p -> p.length).sum());
    for (byte[] piece : pieces) {
      all.put(piece);
    }
    return all.array();
  }
}
