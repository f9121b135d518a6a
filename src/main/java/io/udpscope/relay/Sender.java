package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.model.RelayError;

/**
 * Sends the chains of an {@link Outbox}, and counts what left and what did not. What fails at one
 * outlet, or with one datagram, is nothing to the others.
 *
 * <p>A call may fail because of a datagram that left long ago and that an ICMP message has come
 * back about. Then the error queue is emptied and the same message tried once more; only what fails
 * then is lost.
 */
final class Sender {
  private static final int NOTHING = -1;

  private final RelayTap tap;
  private final Batch batch = new Batch();
  private final ErrorQueue errors = new ErrorQueue();
  private final Fragments fragments = new Fragments();
  private Outbox outbox;

  Sender(RelayTap tap) {
    this.tap = tap;
  }

  /** Leaves it empty. */
  void sendAll(Outbox from) {
    outbox = from;
    for (int i = 0; i < outbox.outlets(); i++) {
      send(outbox.outlet(i));
    }
    outbox.clear();
  }

  private void send(Outlet outlet) {
    if (!outlet.isOpen()) {
      loseFrom(outlet, outlet.first, outlet.errno());
      return;
    }
    int entry = outlet.first;
    while (entry != Outbox.NONE) {
      int following = batch.fill(outbox, outlet, entry);
      entry = sendBatch(outlet, following);
    }
  }

  /**
   * @param following the entry behind the batch
   * @return the entry to go on with, or {@link Outbox#NONE}
   */
  private int sendBatch(Outlet outlet, int following) {
    int done = 0;
    int lookedInto = NOTHING;
    while (done < batch.messages()) {
      int left = batch.messages() - done;
      int sent = Libc.sendmmsg(outlet.fd(), batch.address(done), left, 0);
      if (sent > 0) {
        countSent(outlet, done, sent);
        done += sent;
        if (sent < left) {
          drain(outlet); // sendmmsg(2) keeps to itself why it stopped, and the error is gone
        }
        continue;
      }
      int errno = Libc.errno();
      if (batch.entries(done) > 1 && refusesJoining(errno)) {
        outlet.joinNoMore();
        return batch.firstEntry(done);
      }
      if (lookedInto != done && errno != Errno.EAGAIN) {
        lookedInto = done;
        mend(outlet, errno);
        continue;
      }
      if (isOfAll(outlet, errno)) {
        return loseFrom(outlet, batch.firstEntry(done), errno);
      }
      if (errno != Errno.EMSGSIZE || !sendPieces(outlet, done)) {
        tap.countErrors(outlet.targetSlot(recordOf(done)), Reason.of(errno), batch.entries(done));
      }
      done++;
    }
    return following;
  }

  /** udp_send_skb(), net/ipv4/udp.c: longer than the way allows, or nobody to make checksums. */
  private static boolean refusesJoining(int errno) {
    return errno == Errno.EINVAL || errno == Errno.EIO || errno == Errno.EMSGSIZE;
  }

  /** Whether what else waits for an outlet would meet the same. */
  private static boolean isOfAll(Outlet outlet, int errno) {
    boolean ofTheWay = errno == Errno.ENETUNREACH || errno == Errno.EHOSTUNREACH;
    return errno == Errno.EAGAIN || ofTheWay && outlet.hasOneTarget();
  }

  private void mend(Outlet outlet, int errno) {
    boolean ofEarlierOnes = drain(outlet) > 0;
    if (!ofEarlierOnes && mayBeOfAddress(errno)) {
      outlet.reopen();
    }
  }

  /**
   * Whether the address that a socket is bound to may have gone. Linux says EINVAL or, as 6.18
   * does, ENETUNREACH (ip_route_output_key_hash_rcu(), net/ipv4/route.c).
   */
  private static boolean mayBeOfAddress(int errno) {
    return errno == Errno.EINVAL || errno == Errno.EADDRNOTAVAIL || errno == Errno.ENETUNREACH;
  }

  private boolean sendPieces(Outlet outlet, int message) {
    boolean sent =
        outlet.sendsPieces()
            && fragments.send(outlet.fd(), batch.whole(outbox, message), errors.mtu()) == 0;
    if (sent) {
      countSent(outlet, message, 1);
    }
    return sent;
  }

  /**
   * Counts what ICMP messages have said of an outlet's earlier datagrams.
   *
   * @return how many there were
   */
  int drain(Outlet outlet) {
    long record = outlet.first == Outbox.NONE ? 0 : outbox.record(outlet.first);
    return errors.drain(
        outlet.fd(), errno -> tap.countErrors(outlet.targetSlot(record), Reason.of(errno), 1));
  }

  private void countSent(Outlet outlet, int first, int count) {
    int slot = outlet.targetSlot(recordOf(first));
    long packets = 0;
    long bytes = 0;
    for (int message = first; message < first + count; message++) {
      int other = outlet.targetSlot(recordOf(message));
      if (other != slot) {
        outlet.countSent(slot, packets, bytes);
        slot = other;
        packets = 0;
        bytes = 0;
      }
      packets += batch.entries(message);
      bytes += batch.bytes(message);
    }
    outlet.countSent(slot, packets, bytes);
  }

  private long recordOf(int message) {
    return outbox.record(batch.firstEntry(message));
  }

  /** Counts the rest of a chain as lost. */
  private int loseFrom(Outlet outlet, int from, int errno) {
    RelayError reason = Reason.of(errno);
    for (int entry = from; entry != Outbox.NONE; entry = outbox.next(entry)) {
      tap.countErrors(outlet.targetSlot(outbox.record(entry)), reason, 1);
    }
    return Outbox.NONE;
  }
}
