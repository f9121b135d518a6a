package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Wakes a thread that polls it; an eventfd(2). {@link #ring} and {@link #close} from any thread.
 */
final class Doorbell implements AutoCloseable {
  private final int fd;
  private final ByteBuffer one = NativeMemory.allocate(Long.BYTES).putLong(0, 1);
  private final ByteBuffer count = NativeMemory.allocate(Long.BYTES);
  private boolean closed;

  Doorbell() {
    this.fd = Libc.eventfd(Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    if (fd < 0) {
      throw new DatapathException("cannot make an eventfd: " + Errno.text(Libc.errno()));
    }
  }

  int fd() {
    return fd;
  }

  synchronized void ring() {
    if (!closed) {
      Libc.write(fd, one, Long.BYTES);
    }
  }

  /** Makes it quiet until it is rung again. */
  void answer() {
    Libc.read(fd, count);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
