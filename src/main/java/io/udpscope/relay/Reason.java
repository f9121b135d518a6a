package io.udpscope.relay;

import io.udpscope.ffi.Errno;
import io.udpscope.model.RelayError;

/** What an error number of a socket means to the relay. */
final class Reason {
  private Reason() {}

  static RelayError of(int errno) {
    return switch (errno) {
      case Errno.ECONNREFUSED -> RelayError.REFUSED;
      case Errno.EHOSTUNREACH -> RelayError.HOST_UNREACHABLE;
      case Errno.ENETUNREACH -> RelayError.NETWORK_UNREACHABLE;
      case Errno.EAGAIN -> RelayError.BUFFER_FULL;
      case Errno.ENOBUFS -> RelayError.NO_BUFFERS;
      case Errno.EMSGSIZE -> RelayError.TOO_LONG;
      case Errno.EPERM, Errno.EACCES -> RelayError.NOT_PERMITTED;
      case Errno.EMFILE, Errno.ENFILE -> RelayError.NO_SOCKET;
      default -> RelayError.OTHER;
    };
  }
}
