package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/** Memory shared with the kernel. After {@link #close} the buffer must not be touched any more. */
final class Mapping implements AutoCloseable {
  private final long address;
  private final long bytes;
  private final ByteBuffer buffer;
  private boolean closed;

  private Mapping(long address, long bytes) {
    this.address = address;
    this.bytes = bytes;
    this.buffer = NativeMemory.view(address, Math.toIntExact(bytes));
  }

  static Mapping readOnly(int fd, long offset, long bytes) {
    return map(fd, offset, bytes, Libc.PROT_READ);
  }

  static Mapping writable(int fd, long offset, long bytes) {
    return map(fd, offset, bytes, Libc.PROT_READ | Libc.PROT_WRITE);
  }

  private static Mapping map(int fd, long offset, long bytes, int protection) {
    long page = Libc.pageSize();
    long rounded = (bytes + page - 1) / page * page;
    long address = Libc.mmap(rounded, protection, Libc.MAP_SHARED, fd, offset);
    if (address == -1) {
      throw new DatapathException("cannot map the datapath's memory: " + Errno.text(Libc.errno()));
    }
    return new Mapping(address, rounded);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.munmap(address, bytes);
    }
  }
}
