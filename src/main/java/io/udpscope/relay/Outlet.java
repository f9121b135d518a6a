package io.udpscope.relay;

import io.udpscope.ffi.Libc;
import java.util.concurrent.TimeUnit;

/** A socket that sends datagrams, opened when it is first needed and again when it has to be. */
abstract class Outlet implements AutoCloseable {
  /** Between two attempts to open it. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CLOSED = -1;

  /** Its chain in the {@link Outbox}. */
  int first = Outbox.NONE;

  int last = Outbox.NONE;

  private int fd = CLOSED;
  private int errno;
  private boolean tried;
  private long triedAt;
  private boolean joins = true;

  /**
   * Opens it.
   *
   * @return the socket, or a negated error number
   */
  abstract int open();

  /** Gives back what {@link #open} took, the socket included. */
  abstract void giveBack(int socket);

  /**
   * Makes a message say where it goes, unless the socket is connected.
   *
   * @param record that the message begins with
   * @param payload address of the bytes to send
   */
  abstract void address(Batch batch, long record, long payload, int length);

  /** Whether two records of its chain leave for the same address and port. */
  abstract boolean isSameWay(long record, long other);

  /**
   * Whom to count a record for.
   *
   * @param record of no meaning to an outlet that has one target
   */
  abstract int targetSlot(long record);

  /** Whether all that waits for it goes to one address. */
  boolean hasOneTarget() {
    return true;
  }

  /** Whether it sends in pieces what is too long for a frame, and its socket does not. */
  boolean sendsPieces() {
    return false;
  }

  /** Counts what left. */
  abstract void countSent(int targetSlot, long packets, long bytes);

  /** Whether the socket is open, or could be opened. */
  final boolean isOpen() {
    if (fd == CLOSED && mayTry()) {
      take(tryToOpen());
    }
    return fd != CLOSED;
  }

  private boolean mayTry() {
    return !tried || System.nanoTime() - triedAt >= RETRY_NANOS;
  }

  private int tryToOpen() {
    tried = true;
    triedAt = System.nanoTime();
    return open();
  }

  private void take(int opened) {
    fd = Math.max(CLOSED, opened);
    errno = Math.max(0, -opened);
    joins = true;
  }

  /** Opens another socket in its place, unless that was tried a moment ago or fails. */
  final void reopen() {
    if (mayTry()) {
      int opened = tryToOpen();
      if (opened >= 0) {
        close();
        take(opened);
      }
    }
  }

  final int fd() {
    return fd;
  }

  /** Why it could not be opened. */
  final int errno() {
    return errno;
  }

  /** Whether one message may carry many datagrams of the same length (UDP_SEGMENT). */
  boolean joins() {
    return joins;
  }

  final void joinNoMore() {
    joins = false;
  }

  @Override
  public final void close() {
    if (fd != CLOSED) {
      giveBack(fd);
      fd = CLOSED;
    }
  }

  /** Closes a socket that could not be made ready. */
  static int refuse(int socket, int errno) {
    Libc.close(socket);
    return -errno;
  }
}
