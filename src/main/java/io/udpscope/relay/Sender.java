package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.model.RelayError;

/**
 * Sends the chains of an {@link Outbox}, and counts what left and what did not. What fails at one
 * outlet, or with one datagram, is nothing to the others.
 */
final class Sender {
  private final RelayTap tap;
  private final Outbox outbox;
  private final Batch batch = new Batch();
  private final ErrorQueue errors = new ErrorQueue();

  Sender(RelayTap tap, Outbox outbox) {
    this.tap = tap;
    this.outbox = outbox;
  }

  /** Sends what waits for an outlet. */
  void send(Outlet outlet) {
    int entry = outlet.first;
    if (!outlet.isOpen()) {
      loseAll(outlet, entry, Reason.of(outlet.errno()));
      return;
    }
    while (entry != Outbox.NONE) {
      int following = batch.fill(outbox, outlet, entry);
      entry = sendBatch(outlet, following);
    }
  }

  /**
   * @param following the entry behind the batch
   * @return the entry to go on with
   */
  private int sendBatch(Outlet outlet, int following) {
    int messages = batch.messages();
    int done = 0;
    boolean tried = false; // the message at `done`, after its error had been looked into
    while (done < messages) {
      int sent = Libc.sendmmsg(outlet.fd(), batch.address(done), messages - done, 0);
      if (sent > 0) {
        countSent(outlet, done, sent);
        done += sent;
        tried = false;
        if (done < messages) {
          drain(outlet); // the next one failed, perhaps only by what an earlier one met
        }
        continue;
      }
      int errno = Libc.errno();
      if (errno == Errno.EINTR) {
        continue;
      }
      if (errno == Errno.EAGAIN) {
        loseAll(outlet, batch.firstEntry(done), RelayError.BUFFER_FULL);
        return Outbox.NONE;
      }
      if (batch.entries(done) > 1 && refusesSegments(errno)) {
        outlet.refuseSegments();
        return batch.firstEntry(done);
      }
      if (!tried) {
        tried = true;
        if (drain(outlet) == 0 && Outlet.isOfAddress(errno)) {
          outlet.reopen();
        }
        if (!outlet.isOpen()) {
          loseAll(outlet, batch.firstEntry(done), Reason.of(outlet.errno()));
          return Outbox.NONE;
        }
        continue;
      }
      lose(outlet, done, Reason.of(errno));
      done++;
      tried = false;
    }
    return following;
  }

  /** udp_send_skb(), net/ipv4/udp.c: longer than the way allows, or nobody to make checksums. */
  private static boolean refusesSegments(int errno) {
    return errno == Errno.EINVAL || errno == Errno.EIO || errno == Errno.EMSGSIZE;
  }

  private int drain(Outlet outlet) {
    return errors.drain(
        outlet.fd(), errno -> tap.countErrors(outlet.targetSlot(0), Reason.of(errno), 1));
  }

  private void countSent(Outlet outlet, int first, int count) {
    long packets = 0;
    long bytes = 0;
    for (int message = first; message < first + count; message++) {
      packets += batch.entries(message);
      bytes += batch.bytes(message);
    }
    tap.countSent(outlet.targetSlot(outbox.record(batch.firstEntry(first))), packets, bytes);
  }

  private void lose(Outlet outlet, int message, RelayError reason) {
    int slot = outlet.targetSlot(outbox.record(batch.firstEntry(message)));
    tap.countErrors(slot, reason, batch.entries(message));
  }

  /** Counts the rest of a chain as lost: each of them would meet the same. */
  private void loseAll(Outlet outlet, int from, RelayError reason) {
    for (int entry = from; entry != Outbox.NONE; entry = outbox.next(entry)) {
      tap.countErrors(outlet.targetSlot(outbox.record(entry)), reason, 1);
    }
  }
}
