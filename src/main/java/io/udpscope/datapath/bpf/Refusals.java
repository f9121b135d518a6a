package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Explanation.Dimension;
import io.udpscope.datapath.Explanation.Refusal;
import io.udpscope.datapath.bpf.abi.Dimensions;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.InterfaceLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.PrefixNodeLayout;
import io.udpscope.datapath.bpf.abi.RowLayout;
import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which rules of a generation do not accept a packet, and in what: read from the tables that the
 * program matches by ({@code match.h}), and in the same way.
 */
final class Refusals {
  private static final int PORTS = 65536;
  private static final int BLOCK_BYTES = 256 * Short.BYTES;

  /**
   * @param interfaceIndex that it came in on
   * @param port its destination port
   */
  record Packet(int interfaceIndex, IpAddress source, IpAddress destination, int port) {
    boolean ipv6() {
      return destination.isIpv6();
    }
  }

  private final ByteBuffer generation;
  private final Packet packet;

  /**
   * @param generation a {@code struct udpscope_generation} at its start, in native byte order
   */
  Refusals(ByteBuffer generation, Packet packet) {
    this.generation = generation;
    this.packet = packet;
  }

  /** Of the rules before a position. */
  List<Refusal> before(int end) {
    int interfaces = interfaceRow();
    int sources = prefixRow(false);
    int destinations = prefixRow(true);
    int ports = portRow(packet.ipv6());
    int otherPorts = portRow(!packet.ipv6());
    List<Refusal> refusals = new ArrayList<>();
    for (int position = 0; position < end; position++) {
      Set<Dimension> refused = EnumSet.noneOf(Dimension.class);
      if (uses(Dimensions.INTERFACE) && !accepts(interfaces, position)) {
        refused.add(Dimension.INTERFACE);
      }
      if (!accepts(ports, position) && accepts(otherPorts, position)) {
        refused.add(Dimension.IP_VERSION); // no prefix of it can fit, so nothing is said of those
      } else {
        if (!accepts(ports, position)) {
          refused.add(Dimension.PORT);
        }
        if (uses(Dimensions.SOURCE) && !accepts(sources, position)) {
          refused.add(Dimension.SOURCE);
        }
        if (uses(Dimensions.DESTINATION) && !accepts(destinations, position)) {
          refused.add(Dimension.DESTINATION);
        }
      }
      refusals.add(new Refusal(position, refused));
    }
    return refusals;
  }

  private boolean uses(int dimension) {
    return (generation.getInt(GenerationLayout.DIMENSIONS) & dimension) != 0;
  }

  private boolean accepts(int row, int position) {
    int words = GenerationLayout.ROWS + row * RowLayout.SIZE + RowLayout.WORDS;
    return (generation.getLong(words + position / 64 * Long.BYTES) >> position % 64 & 1) != 0;
  }

  private int portRow(boolean ipv6) {
    return entry(GenerationLayout.PORT_ROWS, (ipv6 ? PORTS : 0) + packet.port());
  }

  private int interfaceRow() {
    for (int i = 0; i < generation.getInt(GenerationLayout.INTERFACE_COUNT); i++) {
      int at = GenerationLayout.INTERFACES + i * InterfaceLayout.SIZE;
      if (generation.getInt(at + InterfaceLayout.IFINDEX) == packet.interfaceIndex()) {
        return generation.getInt(at + InterfaceLayout.ROW);
      }
    }
    return generation.getInt(GenerationLayout.DEFAULT_INTERFACE_ROW);
  }

  private int prefixRow(boolean destination) {
    IpAddress address = destination ? packet.destination() : packet.source();
    if (!uses(destination ? Dimensions.DESTINATION : Dimensions.SOURCE)) {
      return 0;
    }
    if (packet.ipv6()) {
      return ipv6Row(entry(GenerationLayout.IPV6_ROOTS, destination ? 1 : 0), address);
    }
    int roots = destination ? GenerationLayout.DESTINATION_ROOTS : GenerationLayout.SOURCE_ROOTS;
    int row = entry(roots, address.byteAt(0) << 8 | address.byteAt(1));
    for (int at = 2; at < 4 && isBlock(row); at++) {
      row = inBlock(row, address.byteAt(at));
    }
    return row;
  }

  private int ipv6Row(int root, IpAddress address) {
    ByteBuffer words = ByteBuffer.wrap(address.bytes()).order(ByteOrder.BIG_ENDIAN);
    int row = root;
    while (isBlock(row)) {
      int block = row & Limits.PREFIX_BLOCKS - 1;
      int node = GenerationLayout.PREFIX_NODES + block * PrefixNodeLayout.SIZE;
      for (int at = 0; at < 16; at += Long.BYTES) {
        long mask = generation.getLong(node + PrefixNodeLayout.MASK + at);
        if ((words.getLong(at) & mask) != generation.getLong(node + PrefixNodeLayout.PREFIX + at)) {
          return generation.getShort(node + PrefixNodeLayout.ROW) & 0xffff;
        }
      }
      row = inBlock(row, address.byteAt(generation.get(node + PrefixNodeLayout.BYTE)));
    }
    return row;
  }

  private static boolean isBlock(int entry) {
    return (entry & Limits.PREFIX_IS_BLOCK) != 0;
  }

  private int inBlock(int entry, int value) {
    int block = entry & Limits.PREFIX_BLOCKS - 1;
    return entry(GenerationLayout.PREFIX_BLOCKS + block * BLOCK_BYTES, value);
  }

  private int entry(int table, int index) {
    return generation.getShort(table + index * Short.BYTES) & 0xffff;
  }
}
