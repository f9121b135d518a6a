package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.RelayedRecord;

/** The fields of a {@link RelayedRecord} at an address. */
final class RecordFields {
  private RecordFields() {}

  static long time(long record) {
    return NativeMemory.getLong(record + RelayedRecord.TIME);
  }

  static int generation(long record) {
    return NativeMemory.getInt(record + RelayedRecord.GENERATION);
  }

  static int length(long record) {
    return unsigned(record + RelayedRecord.LENGTH);
  }

  static int segment(long record) {
    return unsigned(record + RelayedRecord.SEGMENT);
  }

  static int ruleSlot(long record) {
    return unsigned(record + RelayedRecord.RULE_SLOT);
  }

  static int targetSlot(long record) {
    return unsigned(record + RelayedRecord.TARGET_SLOT);
  }

  static int port(long record) {
    return unsigned(record + RelayedRecord.PORT);
  }

  static int ttl(long record) {
    return NativeMemory.getByte(record + RelayedRecord.TTL) & 0xff;
  }

  static int tos(long record) {
    return NativeMemory.getByte(record + RelayedRecord.TOS) & 0xff;
  }

  static boolean isIpv6(long record) {
    return NativeMemory.getByte(record + RelayedRecord.IPV6) != 0;
  }

  static int sourcePort(long record) {
    return unsigned(record + RelayedRecord.SOURCE_PORT);
  }

  static int destinationPort(long record) {
    return unsigned(record + RelayedRecord.DESTINATION_PORT);
  }

  private static int unsigned(long at) {
    return NativeMemory.getShort(at) & 0xffff;
  }
}
