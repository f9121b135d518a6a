package io.udpscope.ffi;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Wakes a thread that polls it; an eventfd(2). {@link #ring} and {@link #close} from any thread.
 */
public final class Doorbell implements AutoCloseable {
  private final int fd;
  private final ByteBuffer one = NativeMemory.allocate(Long.BYTES).putLong(0, 1);
  private final ByteBuffer count = NativeMemory.allocate(Long.BYTES);
  private boolean closed;

  private Doorbell(int fd) {
    this.fd = fd;
  }

  /** Empty if the kernel makes none; {@link Libc#errno()} says why. */
  public static Optional<Doorbell> open() {
    int fd = Libc.eventfd(Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    return fd < 0 ? Optional.empty() : Optional.of(new Doorbell(fd));
  }

  public int fd() {
    return fd;
  }

  public synchronized void ring() {
    if (!closed) {
      Libc.write(fd, one, Long.BYTES);
    }
  }

  /** Makes it quiet until it is rung again. */
  public void answer() {
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
