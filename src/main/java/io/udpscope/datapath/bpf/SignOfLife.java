package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name that a process holds as long as it lives: an abstract socket (unix(7)) in the network
 * namespace of the thread that took it. Nothing of it is left when the process is killed.
 */
final class SignOfLife implements AutoCloseable {
  private static final int FAMILY_BYTES = 2;

  private final int socket;

  private SignOfLife(int socket) {
    this.socket = socket;
  }

  /**
   * @return empty if a living process holds it
   */
  static Optional<SignOfLife> take(String name) {
    int socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw new DatapathException("cannot open a socket: " + Errno.text(Libc.errno()));
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    // struct sockaddr_un; an abstract name begins with a zero byte
    ByteBuffer address = NativeMemory.allocate(FAMILY_BYTES + 1 + bytes.length);
    address.putShort(0, (short) Libc.AF_UNIX).put(FAMILY_BYTES + 1, bytes);
    if (Libc.bind(socket, address) < 0) {
      Libc.close(socket);
      return Optional.empty();
    }
    return Optional.of(new SignOfLife(socket));
  }

  @Override
  public void close() {
    Libc.close(socket);
  }
}
