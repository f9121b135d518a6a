package io.udpscope.cli;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.ffi.TerminalCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The datagram socket of a service manager, as sd_notify(3) has it: a path, or behind {@code @} a
 * name in the abstract namespace (unix(7)).
 */
final class NotifySocket {
  /** Bytes of {@code sun_path}, the last one zero where it is a path. */
  private static final int LONGEST = 108;

  private static final int PATIENCE_MS = 1_000;

  private final ByteBuffer address;

  private NotifySocket(ByteBuffer address) {
    this.address = address;
  }

  /**
   * @param name as in NOTIFY_SOCKET
   * @return empty if no socket can be called so
   */
  static Optional<NotifySocket> named(String name) {
    boolean isAbstract = name.startsWith("@");
    if (!isAbstract && !name.startsWith("/")) {
      return Optional.empty();
    }
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    int length = path.length + (isAbstract ? 0 : 1);
    if (length > LONGEST) {
      return Optional.empty();
    }
    ByteBuffer address = NativeMemory.allocate(Short.BYTES + length); // struct sockaddr_un
    address.putShort(0, (short) Libc.AF_UNIX).put(Short.BYTES, path);
    if (isAbstract) {
      address.put(Short.BYTES, (byte) 0);
    }
    return Optional.of(new NotifySocket(address));
  }

  /**
   * Sends one datagram, and waits a little where there is no room for it.
   *
   * @return why that failed; empty: it did not
   */
  Optional<String> send(String message) {
    int type = Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK;
    int fd = Libc.socket(Libc.AF_UNIX, type, 0);
    if (fd < 0) {
      return failure();
    }
    try {
      return Libc.connect(fd, address) < 0 || !send(fd, message) ? failure() : Optional.empty();
    } finally {
      Libc.close(fd);
    }
  }

  private static boolean send(int fd, String message) {
    ByteBuffer bytes = NativeMemory.of(message.getBytes(StandardCharsets.UTF_8));
    if (Libc.send(fd, bytes, bytes.capacity()) >= 0) {
      return true;
    }
    return Libc.errno() == Errno.EAGAIN
        && TerminalCalls.isWritable(fd, PATIENCE_MS)
        && Libc.send(fd, bytes, bytes.capacity()) >= 0;
  }

  private static Optional<String> failure() {
    return Optional.of(Errno.text(Libc.errno()));
  }
}
