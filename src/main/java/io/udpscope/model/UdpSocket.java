package io.udpscope.model;

/**
 * A UDP socket as the kernel tells of it.
 *
 * @param local the address that it is bound to; the wildcard hears all of them
 * @param peerPort of the one peer that it is connected to, 0 if it is not
 * @param ipv6Only of an IPv6 wildcard: it hears no IPv4; false also where that is not told
 * @param queuedBytes memory that waits to be read, with the kernel's own per packet
 * @param bufferBytes how much may wait (SO_RCVBUF, as the kernel doubled it); -1 where it is not
 *     told
 * @param drops packets that it would not take
 * @param inode the number by which a process holds it
 */
public record UdpSocket(
    IpAddress local,
    int port,
    int peerPort,
    boolean ipv6Only,
    long queuedBytes,
    long bufferBytes,
    long drops,
    long inode) {
  public UdpSocket {
    local = local.unmapped(); // an IPv6 socket may be bound to an address of IPv4
  }

  /** It hears every address of its version, or of both. */
  public boolean isWildcard() {
    for (byte one : local.bytes()) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  public boolean isConnected() {
    return peerPort != 0;
  }

  /** {@code 0.0.0.0:53}, {@code [::]:53}. */
  public String endpoint() {
    return local.isIpv6() ? "[" + local + "]:" + port : local + ":" + port;
  }
}
