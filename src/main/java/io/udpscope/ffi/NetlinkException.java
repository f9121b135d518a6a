package io.udpscope.ffi;

/** The kernel gives no netlink socket. */
public final class NetlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NetlinkException(String message) {
    super(message);
  }
}
