package io.udpscope.capture;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of packets and texts what says who spoke and what was said. Payloads are cut off; an
 * address becomes another one, the same one wherever it comes: IPv4 of 240.0.0.0/4, which nobody
 * has (RFC 1112, 4), IPv6 of 100::/64, which leads nowhere (RFC 6666). Those that mean nobody (all
 * zeros, loopback, broadcast to all) stay. Not for several threads at once.
 */
public final class Redaction {
  private static final String BROADCAST = "255.255.255.255";
  private static final int COOKED_ADDRESS_BYTES = 8;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final byte NO_OPERATION = 1;

  private static final String MAC =
      "(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])";
  private static final String IPV6 = "(?<![0-9A-Za-z:])[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";
  private static final String IPV4 = "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])";
  private static final Pattern ADDRESS = Pattern.compile(MAC + "|" + IPV6 + "|" + IPV4);
  private static final Pattern IPV4_ALONE = Pattern.compile(IPV4);

  /** What a narrow column left of an address. */
  private static final Pattern CUT =
      Pattern.compile(
          "[0-9A-Fa-f.:\\[\\]]*[.:][0-9A-Fa-f.:\\[\\]]*[…~]|[…~][0-9A-Fa-f.:\\[\\]]*[.:][0-9A-Fa-f.:\\[\\]]*");

  private final Map<IpAddress, IpAddress> addresses = new HashMap<>();
  private final Map<MacAddress, MacAddress> macs = new HashMap<>();
  private final Set<IpAddress> seen = new HashSet<>();
  private final ByteBuffer record =
      ByteBuffer.allocate(PacketRecord.size(65536)).order(ByteOrder.nativeOrder());
  private final PacketRecord redacted = new PacketRecord();
  private int ipv4s;
  private int ipv6s;

  /** What stands for this address. */
  public IpAddress of(IpAddress address) {
    if (address.isLoopback() || isUnspecified(address) || address.toString().equals(BROADCAST)) {
      return address;
    }
    seen.add(address);
    IpAddress known = addresses.get(address);
    if (known == null) {
      do {
        known = address.isIpv6() ? nextIpv6() : nextIpv4();
      } while (seen.contains(known));
      addresses.put(address, known);
    }
    return known;
  }

  private static boolean isUnspecified(IpAddress address) {
    return Arrays.equals(address.bytes(), new byte[address.bytes().length]);
  }

  private IpAddress nextIpv4() {
    byte[] bytes = ByteBuffer.allocate(4).putInt(++ipv4s).array();
    bytes[0] |= (byte) 0xf0;
    return IpAddress.of(bytes);
  }

  private IpAddress nextIpv6() {
    byte[] bytes = ByteBuffer.allocate(16).putInt(12, ++ipv6s).array();
    bytes[0] = 1;
    return IpAddress.of(bytes);
  }

  /** What stands for this one: a locally administered address. Broadcast stays. */
  public MacAddress of(MacAddress mac) {
    if (mac.toString().equals("ff:ff:ff:ff:ff:ff")) {
      return mac;
    }
    return macs.computeIfAbsent(
        mac,
        one -> {
          int number = macs.size() + 1;
          return MacAddress.parse(
              String.format(
                  "06:ed:ac:%02x:%02x:%02x",
                  number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff));
        });
  }

  /** The headers of a packet, under other addresses; valid until the next one. */
  public PacketRecord of(PacketRecord packet) {
    boolean whole = packet.holds(packet.payloadOffset());
    int kept = whole ? packet.payloadOffset() : 0;
    packet.buffer().get(packet.offset(), record.array(), 0, PacketRecord.size(kept));
    record.putShort(PacketRecord.CAPTURED, (short) kept);
    if (whole) {
      link(packet);
      if (packet.isIpv6()) {
        ipv6(packet);
      } else {
        ipv4(packet);
      }
      checksum(packet.transportOffset() + 6, packet.isIpv6() ? 0xffff : 0);
    }
    return redacted.wrap(record, 0);
  }

  private void link(PacketRecord packet) {
    switch (packet.link()) {
      case ETHERNET -> {
        mac(packet, 0);
        mac(packet, MacAddress.BYTES);
      }
      case LINUX_COOKED -> sender(packet, 4, 2, 6);
      case LINUX_COOKED_2 -> sender(packet, 11, 1, 12);
      case RAW_IP, LOOPBACK -> {}
    }
  }

  private void mac(PacketRecord packet, int at) {
    put(at, of(MacAddress.of(packet.frame(at, MacAddress.BYTES))).bytes());
  }

  /** A cooked header has room for eight bytes of an address, and says how many they are. */
  private void sender(PacketRecord packet, int lengthAt, int lengthBytes, int at) {
    int length = lengthBytes == 1 ? packet.frameByte(lengthAt) : packet.frameShort(lengthAt);
    if (length == MacAddress.BYTES) {
      mac(packet, at);
      put(at + MacAddress.BYTES, new byte[COOKED_ADDRESS_BYTES - MacAddress.BYTES]);
    } else {
      put(at, new byte[COOKED_ADDRESS_BYTES]);
    }
  }

  /** Options may name the hosts on the way. */
  private void ipv4(PacketRecord packet) {
    int start = packet.networkOffset();
    put(start + 12, of(packet.source()).bytes());
    put(start + 16, of(packet.destination()).bytes());
    for (int at = start + IPV4_HEADER; at < packet.transportOffset(); at++) {
      record.put(PacketRecord.FRAME + at, NO_OPERATION);
    }
    checksum(start + 10, 0);
    int sum = 0;
    for (int at = start; at < packet.transportOffset(); at += 2) {
      sum += record.get(PacketRecord.FRAME + at) << 8 & 0xff00;
      sum += record.get(PacketRecord.FRAME + at + 1) & 0xff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    checksum(start + 10, ~sum & 0xffff);
  }

  /**
   * Of an extension header there stay its type and its length; zeros are padding (RFC 8200, 4.2).
   */
  private void ipv6(PacketRecord packet) {
    int start = packet.networkOffset();
    put(start + 8, of(packet.source()).bytes());
    put(start + 24, of(packet.destination()).bytes());
    int at = start + IPV6_HEADER;
    while (at + 8 <= packet.transportOffset()) {
      int end = Math.min(packet.transportOffset(), at + (packet.frameByte(at + 1) + 1) * 8);
      for (int i = at + 2; i < end; i++) {
        record.put(PacketRecord.FRAME + i, (byte) 0);
      }
      at = end;
    }
  }

  private void put(int at, byte[] bytes) {
    record.put(PacketRecord.FRAME + at, bytes);
  }

  private void checksum(int at, int value) {
    record.put(PacketRecord.FRAME + at, (byte) (value >> 8));
    record.put(PacketRecord.FRAME + at + 1, (byte) value);
  }

  /** The text with every address in it replaced. */
  public String of(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(replaced(found.group())));
  }

  /** The same for a text that has columns, in which what does not fit is cut. */
  public String ofColumns(String text) {
    return CUT.matcher(of(text)).replaceAll("…");
  }

  private String replaced(String found) {
    try {
      if (found.indexOf(':') < 0) {
        return of(IpAddress.parse(found)).toString();
      }
      return found.length() == 17 && found.indexOf("::") < 0 && found.split(":").length == 6
          ? of(MacAddress.parse(found)).toString()
          : of(IpAddress.parse(found)).toString();
    } catch (IllegalArgumentException e) {
      return found.indexOf(':') < 0 ? found : withoutTail(found);
    }
  }

  /** A full stop or a colon behind an address is the sentence's; a time of day is no address. */
  private String withoutTail(String found) {
    char last = found.charAt(found.length() - 1);
    if (last == '.' || last == ':') {
      return of(found.substring(0, found.length() - 1)) + last;
    }
    return IPV4_ALONE.matcher(found).replaceAll(one -> of(IpAddress.parse(one.group())).toString());
  }
}
