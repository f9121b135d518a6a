package io.udpscope.relay;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * What ICMP messages have said of datagrams that a socket had sent (ip(7), IP_RECVERR). One of them
 * also makes the socket's next call fail, whatever that wants to send.
 */
final class ErrorQueue {
  private static final int MESSAGES = 16;

  /** Of control messages: one with struct sock_extended_err and an address, 16 + 16 + 28. */
  private static final int CONTROL_ROOM = 128;

  private static final int CONTROL_DATA = 16;
  private static final int ORIGIN = CONTROL_DATA + 4;
  private static final int INFO = CONTROL_DATA + 8;
  private static final int ORIGIN_LOCAL = 1;
  private static final int ORIGIN_ICMP = 2;
  private static final int ORIGIN_ICMP6 = 3;

  private final MessageHeaders headers = new MessageHeaders(MESSAGES);
  private final ByteBuffer controls = NativeMemory.allocate(MESSAGES * CONTROL_ROOM);
  private final long controlsAddress = NativeMemory.address(controls);
  private int mtu;

  /**
   * Empties it.
   *
   * @param errors takes the error number of each
   * @return how many there were
   */
  int drain(int fd, IntConsumer errors) {
    int count = 0;
    int got;
    do {
      for (int i = 0; i < MESSAGES; i++) {
        headers.control(i, controlsAddress + (long) i * CONTROL_ROOM, CONTROL_ROOM);
      }
      got = Libc.recvmmsg(fd, headers.address(0), MESSAGES, Libc.MSG_ERRQUEUE | Libc.MSG_DONTWAIT);
      for (int i = 0; i < got; i++) {
        count += take(i, errors);
      }
    } while (got == MESSAGES);
    return count;
  }

  private int take(int message, IntConsumer errors) {
    int at = message * CONTROL_ROOM;
    if (headers.controlLength(message) <= CONTROL_DATA) {
      return 0;
    }
    int errno = controls.getInt(at + CONTROL_DATA);
    int origin = controls.get(at + ORIGIN);
    if (origin == ORIGIN_LOCAL && errno == Errno.EMSGSIZE) {
      mtu = controls.getInt(at + INFO); // the call that failed has said the rest itself
    }
    if (origin != ORIGIN_ICMP && origin != ORIGIN_ICMP6) {
      return 0;
    }
    errors.accept(errno);
    return 1;
  }

  /** The longest IP packet of the way that was too narrow last; 0 if there was none. */
  int mtu() {
    return mtu;
  }
}
