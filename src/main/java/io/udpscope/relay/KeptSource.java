package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.RelayedRecord;

/** Sends to a target from the client's address and port, as a router would. */
final class KeptSource extends RawOutlet implements Way {
  private final RelayTap tap;
  private final RelayTarget target;
  private final WireAddress address;

  KeptSource(RelayTap tap, RawSockets sockets, RelayTarget target) {
    super(sockets, target.address().isIpv6());
    this.tap = tap;
    this.target = target;
    this.address = WireAddress.of(target.address());
  }

  @Override
  public Outlet outlet(long record) {
    return RecordFields.isIpv6(record) == isIpv6() ? this : null;
  }

  @Override
  public int targetSlot() {
    return target.slot();
  }

  /** The program gives us nothing whose hop limit ends here. */
  @Override
  void address(Batch batch, long record, long payload, int length) {
    int port = target.port() != 0 ? target.port() : RecordFields.port(record);
    batch.packet(
        isIpv6(),
        RecordFields.tos(record),
        RecordFields.ttl(record) - 1,
        record + RelayedRecord.SOURCE,
        RecordFields.sourcePort(record),
        address.at(),
        port,
        payload,
        length);
  }

  @Override
  int targetSlot(long record) {
    return target.slot();
  }

  @Override
  void countSent(int targetSlot, long packets, long bytes) {
    tap.countSent(targetSlot, packets, bytes);
  }
}
