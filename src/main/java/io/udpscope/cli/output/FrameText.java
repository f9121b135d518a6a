package io.udpscope.cli.output;

import io.udpscope.model.PacketRecord;

/** Parts of a frame that only its text shows. */
final class FrameText {
  private static final int VLAN_TAG = 4;

  private FrameText() {}

  static ByteText appendSource(ByteText text, PacketRecord record) {
    return record.isIpv6()
        ? text.append(record.source().toString())
        : appendIpv4(text, record, record.networkOffset() + 12);
  }

  static ByteText appendDestination(ByteText text, PacketRecord record) {
    return record.isIpv6()
        ? text.append(record.destination().toString())
        : appendIpv4(text, record, record.networkOffset() + 16);
  }

  private static ByteText appendIpv4(ByteText text, PacketRecord record, int at) {
    text.append(record.frameByte(at)).append('.').append(record.frameByte(at + 1)).append('.');
    return text.append(record.frameByte(at + 2)).append('.').append(record.frameByte(at + 3));
  }

  /** How many VLAN tags stand before the IP header: 0 to 2. */
  static int vlanTags(PacketRecord record) {
    return (record.networkOffset() - record.link().bytes()) / VLAN_TAG;
  }

  /** Identifier of a tag, 0 to 4,095; tag 0 is the outer one. */
  static int vlan(PacketRecord record, int tag) {
    return record.frameShort(record.link().bytes() + tag * VLAN_TAG) & 0xfff;
  }
}
