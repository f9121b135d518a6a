package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/** VXLAN (RFC 7348) and the frame that it carries: {@code vni 42 10.0.0.1:53 > … UDP}. */
public final class VxlanDecoder implements ProtocolDecoder {
  private static final int HEADER = 8;
  private static final int VALID_VNI = 0x08;

  @Override
  public int[] ports() {
    // 8472 is what Linux took before there was a number of IANA's.
    return new int[] {4789, 8472};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || (payload.u8(0) & VALID_VNI) == 0) {
      return Optional.empty();
    }
    boolean reservedIsZero =
        payload.u8(0) == VALID_VNI && payload.number(1, 3) == 0 && payload.u8(7) == 0;
    if (!expected && !(reservedIsZero && InnerPacket.isEthernet(payload, HEADER))) {
      return Optional.empty();
    }
    String inner = InnerPacket.ofEthernet(payload, HEADER);
    return Optional.of(new Summary("vxlan", ("vni " + payload.number(4, 3) + " " + inner).strip()));
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload).hex("flags", 0, 1).bytes("reserved", 1, 3);
    tree.number("vni", 4, 3).bytes("reserved", 7, 1);
    InnerPacket.ethernetFields(tree, payload, HEADER, payload.length());
    return tree.fields();
  }
}
