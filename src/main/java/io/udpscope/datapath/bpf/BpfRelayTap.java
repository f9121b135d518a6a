package io.udpscope.datapath.bpf;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayTap;
import io.udpscope.datapath.bpf.abi.RelaySocketLayout;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayError;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The relay's ring in the kernel, and what it tells the program and the session. */
final class BpfRelayTap implements RelayTap {

  private final SessionRelay session;
  private final TapRing<RelayRing> place;
  private final RelayCounts counts;
  private final int sockets;
  private final AtomicLong taken = new AtomicLong();
  private final ByteBuffer socket = NativeMemory.allocate(RelaySocketLayout.SIZE);
  private final ByteBuffer present = NativeMemory.allocate(Integer.BYTES);

  /**
   * @param sockets the descriptor of the map {@code relay_sockets}
   */
  BpfRelayTap(SessionRelay session, TapRing<RelayRing> place, RelayCounts counts, int sockets) {
    this.session = session;
    this.place = place;
    this.counts = counts;
    this.sockets = sockets;
  }

  @Override
  public int take(Consumer consumer, int limit) {
    int count = place.ring().take(consumer, limit);
    taken.setOpaque(taken.getPlain() + count);
    return count;
  }

  /** Records handed over; from any thread. */
  long taken() {
    return taken.getOpaque();
  }

  @Override
  public void release() {
    place.ring().release();
  }

  @Override
  public boolean hasRecords() {
    return place.ring().hasRecords();
  }

  @Override
  public int fd() {
    return place.fd();
  }

  @Override
  public void arm() {
    place.wakeFlag().arm();
  }

  @Override
  public void disarm() {
    place.wakeFlag().disarm();
  }

  @Override
  public void beat(long untilNanos) {
    session.heartbeat().beat(untilNanos);
  }

  @Override
  public Optional<RelayForward> forward(int generation, int ruleSlot) {
    return session.forwards().of(generation, ruleSlot);
  }

  @Override
  public long version() {
    return session.forwards().version();
  }

  @Override
  public boolean hasTarget(int targetSlot) {
    return session.forwards().hasTarget(targetSlot);
  }

  @Override
  public boolean claim(IpAddress address, int port) {
    return LibBpf.updateElement(sockets, socket(address, port), present) == 0;
  }

  @Override
  public void disclaim(IpAddress address, int port) {
    LibBpf.deleteElement(sockets, socket(address, port));
  }

  private ByteBuffer socket(IpAddress address, int port) {
    socket.put(RelaySocketLayout.ADDRESS, address.mapped());
    return socket.putShort(RelaySocketLayout.PORT, (short) port);
  }

  @Override
  public void countSent(int targetSlot, long packets, long bytes) {
    counts.sent(targetSlot, packets, bytes);
  }

  @Override
  public void countAnswers(int targetSlot, long packets) {
    counts.answers(targetSlot, packets);
  }

  @Override
  public void countErrors(int targetSlot, RelayError reason, long count) {
    counts.errors(targetSlot, reason, count);
  }

  @Override
  public void die(String reason) {
    session.bury(reason);
  }
}
