package io.udpscope.model;

/** Why the relay could not send a packet to a target, or learned that it did not get there. */
public enum RelayError {
  /** An ICMP message says that nobody listens there; it is about a packet that left. */
  REFUSED("ECONNREFUSED", "nobody listens there"),
  /** The host does not answer, or a router says so; may be about a packet that left. */
  HOST_UNREACHABLE("EHOSTUNREACH", "the host does not answer, or a router says so"),
  /** There is no route; may be about a packet that left. */
  NETWORK_UNREACHABLE("ENETUNREACH", "there is no route to it"),
  /** The socket's send buffer is full. */
  BUFFER_FULL("EAGAIN", "the relay's send buffer is full"),
  /** The interface's queue is full. */
  NO_BUFFERS("ENOBUFS", "the interface's queue is full"),
  /** The datagram is too long for the way to the target. */
  TOO_LONG("EMSGSIZE", "the datagram is too long for the way"),
  /** This host's firewall refuses it. */
  NOT_PERMITTED("EPERM", "this host's firewall refuses it"),
  /** There are as many sockets as there can be. */
  NO_SOCKET("EMFILE", "there are as many sockets as there can be"),
  /** The target has an address of the other IP version, and the source is kept. */
  OTHER_VERSION("ip-version", "its address is of the other IP version, and the source is kept"),
  /** The relay came to it too late, after it had hung. */
  STALE("stale", "the relay came to it too late"),
  /** Any other error number. */
  OTHER("other", "the kernel refused it");

  private final String word;
  private final String explanation;

  RelayError(String word, String explanation) {
    this.word = word;
    this.explanation = explanation;
  }

  /** The word of the JSON output and the screen: the error number's name, as in errno(3). */
  public String word() {
    return word;
  }

  /** Half a sentence for people. */
  public String explanation() {
    return explanation;
  }
}
