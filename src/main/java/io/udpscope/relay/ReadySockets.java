package io.udpscope.relay;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/** Says which sockets have something to read: epoll(7). */
final class ReadySockets implements AutoCloseable {
  private static final int EVENTS = 256;
  private static final int ADD = 1;

  /** {@code struct epoll_event} is packed on x86-64 alone (linux/eventpoll.h). */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int BYTES = PACKED ? 12 : 16;
  private static final int DATA = PACKED ? 4 : 8;

  private final int fd;
  private final ByteBuffer events = NativeMemory.allocate(EVENTS * BYTES);
  private final ByteBuffer added = NativeMemory.allocate(BYTES);

  private ReadySockets(int fd) {
    this.fd = fd;
  }

  static ReadySockets open() {
    int fd = Libc.epollCreate(Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new DatapathException(
          "cannot make an epoll for the relay: " + Errno.text(Libc.errno()));
    }
    return new ReadySockets(fd);
  }

  int fd() {
    return fd;
  }

  /**
   * From now on it is watched, until it is closed.
   *
   * @return -1 if the kernel refuses
   */
  int add(int socket, int index) {
    added.putInt(0, Libc.POLLIN).putInt(DATA, index);
    return Libc.epollControl(fd, ADD, socket, added);
  }

  /** How many are ready, at most so many as one look tells; {@link #index} names them. */
  int look() {
    return Math.max(0, Libc.epollWait(fd, events, EVENTS, 0));
  }

  int index(int event) {
    return events.getInt(event * BYTES + DATA);
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
