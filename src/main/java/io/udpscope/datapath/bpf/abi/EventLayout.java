package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import io.udpscope.model.PacketRecord;
import java.util.List;

/**
 * {@code struct udpscope_event}: a record in a tap's ring, which {@link PacketRecord} describes.
 */
final class EventLayout {
  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_event",
          PacketRecord.FRAME,
          List.of(
              field("time_ns", PacketRecord.TIME, 8),
              field("ifindex", PacketRecord.IFINDEX, 4),
              field("length", PacketRecord.LENGTH, 4),
              field("lost", PacketRecord.LOST, 4),
              field("captured", PacketRecord.CAPTURED, 2),
              field("rule_slot", PacketRecord.RULE_SLOT, 2),
              field("queue", PacketRecord.QUEUE, 2),
              field("network_offset", PacketRecord.NETWORK_OFFSET, 2),
              field("transport_offset", PacketRecord.TRANSPORT_OFFSET, 2),
              field("verdict", PacketRecord.VERDICT, 1),
              field("flags", PacketRecord.FLAGS, 1),
              field("data", PacketRecord.FRAME, 0)));

  private EventLayout() {}
}
