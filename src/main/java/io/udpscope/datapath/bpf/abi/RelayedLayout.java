package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import io.udpscope.model.RelayedRecord;
import java.util.List;

/** {@code struct udpscope_relayed}, which {@link RelayedRecord} describes. */
final class RelayedLayout {
  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_relayed",
          RelayedRecord.PAYLOAD,
          List.of(
              field("time_ns", RelayedRecord.TIME, 8),
              field("generation", RelayedRecord.GENERATION, 4),
              field("length", RelayedRecord.LENGTH, 2),
              field("segment", RelayedRecord.SEGMENT, 2),
              field("rule_slot", RelayedRecord.RULE_SLOT, 2),
              field("target_slot", RelayedRecord.TARGET_SLOT, 2),
              field("port", RelayedRecord.PORT, 2),
              field("ttl", RelayedRecord.TTL, 1),
              field("tos", RelayedRecord.TOS, 1),
              field("ipv6", RelayedRecord.IPV6, 1),
              field("keeps_source", RelayedRecord.KEEPS_SOURCE, 1),
              field("source_port", RelayedRecord.SOURCE_PORT, 2),
              field("destination_port", RelayedRecord.DESTINATION_PORT, 2),
              field("reserved", RelayedRecord.RESERVED, 2),
              field("source", RelayedRecord.SOURCE, 16),
              field("destination", RelayedRecord.DESTINATION, 16),
              field("data", RelayedRecord.PAYLOAD, 0)));

  private RelayedLayout() {}
}
