package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * NetFlow version 5, whose records are fixed: {@code v5 2 flows 10.0.0.1:53 > 10.0.0.2:4000 UDP 12
 * packets}; and version 9 (RFC 3954) and IPFIX (RFC 7011), of which only templates can be read by
 * themselves: {@code v9 source 0 template 256 data 256}.
 */
public final class NetflowDecoder implements ProtocolDecoder {
  private static final int V5 = 5;
  private static final int V5_HEADER = 24;
  private static final int V5_RECORD = 48;
  private static final int V5_MAX_RECORDS = 30;

  @Override
  public int[] ports() {
    return new int[] {2055, 4739, 9995, 9996};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < FlowSets.IPFIX_HEADER) {
      return Optional.empty();
    }
    int version = payload.u16(0);
    if (version == V5) {
      return isV5(payload)
          ? Optional.of(new Summary("netflow", v5Text(payload)))
          : Optional.empty();
    }
    if (version != FlowSets.V9 && version != FlowSets.IPFIX || !FlowSets.areSets(payload)) {
      return Optional.empty();
    }
    String protocol = version == FlowSets.IPFIX ? "ipfix" : "netflow";
    return Optional.of(new Summary(protocol, FlowSets.text(payload)));
  }

  private static boolean isV5(Payload payload) {
    int count = payload.u16(2);
    return count >= 1
        && count <= V5_MAX_RECORDS
        && payload.claimed() == V5_HEADER + V5_RECORD * count;
  }

  private static String v5Text(Payload payload) {
    int count = payload.u16(2);
    String text = "v5 " + count + (count == 1 ? " flow" : " flows");
    return payload.holds(V5_HEADER, V5_RECORD) ? text + " " + flow(payload, V5_HEADER) : text;
  }

  private static String flow(Payload payload, int at) {
    return payload.address(at, 4)
        + ":"
        + payload.u16(at + 32)
        + " > "
        + payload.address(at + 4, 4)
        + ":"
        + payload.u16(at + 34)
        + " "
        + InnerPacket.protocolName(payload.u8(at + 38))
        + " "
        + payload.u32(at + 16)
        + " packets";
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload).number("version", 0, 2);
    if (payload.u16(0) != V5) {
      FlowSets.fields(tree, payload);
      return tree.fields();
    }
    tree.number("flows", 2, 2).read("up time", 4, 4, millis -> millis + " ms");
    tree.read("time", 8, 4, FlowSets::time).number("nanoseconds", 12, 4);
    tree.number("sequence", 16, 4).number("engine type", 20, 1).number("engine id", 21, 1);
    tree.hex("sampling", 22, 2);
    for (int i = 0; i < payload.u16(2); i++) {
      int at = V5_HEADER + V5_RECORD * i;
      if (payload.holds(at, V5_RECORD)) {
        v5Record(tree, payload, at);
      }
    }
    return tree.fields();
  }

  private static void v5Record(FieldTree tree, Payload payload, int at) {
    tree.open("flow", at, V5_RECORD, flow(payload, at));
    tree.address("source", at, 4).address("destination", at + 4, 4);
    tree.address("next hop", at + 8, 4).number("input", at + 12, 2).number("output", at + 14, 2);
    tree.number("packets", at + 16, 4).number("bytes", at + 20, 4);
    tree.read("first seen at up time", at + 24, 4, millis -> millis + " ms");
    tree.read("last seen at up time", at + 28, 4, millis -> millis + " ms");
    tree.number("source port", at + 32, 2).number("destination port", at + 34, 2);
    tree.hex("tcp flags", at + 37, 1);
    tree.read("protocol", at + 38, 1, InnerPacket::protocolName).hex("tos", at + 39, 1);
    tree.number("source as", at + 40, 2).number("destination as", at + 42, 2).close();
  }
}
