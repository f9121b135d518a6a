package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.model.RelayedRecord;

/**
 * Sends targets' answers to the clients, as if they came from the address and port that the client
 * had spoken to. No socket is bound there, so whoever is on this host is not disturbed. A record is
 * the one that began the client's flow, whose addresses change places.
 */
final class Answers extends RawOutlet {
  private static final int HOP_LIMIT = 64; // as Linux does by itself: IPDEFTTL, include/net/ip.h

  private final RelayTap tap;

  Answers(RelayTap tap, RawSockets sockets, boolean ipv6) {
    super(sockets, ipv6);
    this.tap = tap;
  }

  @Override
  void address(Batch batch, long record, long payload, int length) {
    batch.packet(
        isIpv6(),
        0,
        HOP_LIMIT,
        record + RelayedRecord.DESTINATION,
        RecordFields.destinationPort(record),
        record + RelayedRecord.SOURCE,
        RecordFields.sourcePort(record),
        payload,
        length);
  }

  @Override
  boolean hasOneTarget() {
    return false;
  }

  /** As a socket that is bound there would; the target has chosen the length. */
  @Override
  boolean sendsPieces() {
    return true;
  }

  @Override
  int targetSlot(long record) {
    return RecordFields.targetSlot(record);
  }

  @Override
  void countSent(int targetSlot, long packets, long bytes) {
    tap.countAnswers(targetSlot, packets);
  }
}
