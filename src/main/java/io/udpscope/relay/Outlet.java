package io.udpscope.relay;

import io.udpscope.ffi.Errno;
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
  private long triedAt;
  private boolean tried;
  private boolean segments = true;

  /**
   * Opens it.
   *
   * @return the socket, or a negated error number
   */
  abstract int open();

  /** The socket is about to be closed. */
  abstract void beforeClose();

  /** The target's slot under which an entry is counted. */
  abstract int targetSlot(long record);

  /** Makes a message say where it goes, if the socket is not connected. */
  abstract void address(Batch batch, long record, long payload, int length);

  /** Whether two records of its chain leave for the same address and port. */
  abstract boolean isSameWay(long record, long other);

  /** Whether the socket is open, or could be opened. */
  final boolean isOpen() {
    if (fd == CLOSED && mayTry()) {
      tried = true;
      triedAt = System.nanoTime();
      int opened = open();
      fd = Math.max(CLOSED, opened);
      errno = opened < 0 ? -opened : 0;
    }
    return fd != CLOSED;
  }

  private boolean mayTry() {
    return !tried || System.nanoTime() - triedAt >= RETRY_NANOS;
  }

  /** Closes and opens it, unless that was tried a moment ago. */
  final boolean reopen() {
    if (!mayTry()) {
      return false;
    }
    close();
    return isOpen();
  }

  final int fd() {
    return fd;
  }

  /** Why it could not be opened. */
  final int errno() {
    return errno;
  }

  /** Whether the kernel cuts one message into datagrams for it (UDP_SEGMENT). */
  boolean segments() {
    return segments;
  }

  final void refuseSegments() {
    segments = false;
  }

  /** Whether a failure means that the address that it is bound to has gone. */
  static boolean isOfAddress(int failure) {
    return failure == Errno.EINVAL || failure == Errno.EADDRNOTAVAIL;
  }

  @Override
  public final void close() {
    if (fd != CLOSED) {
      beforeClose();
      Libc.close(fd);
      fd = CLOSED;
    }
  }
}
