package io.udpscope.model;

/** Why the relay could not send a packet to a target, or learned that it did not get there. */
public enum RelayError {
  /** An ICMP message says that nobody listens there; it is about a packet that left. */
  REFUSED("ECONNREFUSED"),
  /** The host does not answer, or a router says so; may be about a packet that left. */
  HOST_UNREACHABLE("EHOSTUNREACH"),
  /** There is no route; may be about a packet that left. */
  NETWORK_UNREACHABLE("ENETUNREACH"),
  /** The socket's send buffer is full. */
  BUFFER_FULL("EAGAIN"),
  /** The interface's queue is full. */
  NO_BUFFERS("ENOBUFS"),
  /** The datagram is too long for the way to the target. */
  TOO_LONG("EMSGSIZE"),
  /** This host's firewall refuses it. */
  NOT_PERMITTED("EPERM"),
  /** There are as many sockets as there can be. */
  NO_SOCKET("EMFILE"),
  /** The target has an address of the other IP version, and the source is kept. */
  OTHER_VERSION("ip-version"),
  /** The relay came to it too late, after it had hung. */
  STALE("stale"),
  /** Any other error number. */
  OTHER("other");

  private final String word;

  RelayError(String word) {
    this.word = word;
  }

  /** The word of the JSON output and the screen: the error number's name, as in errno(3). */
  public String word() {
    return word;
  }
}
