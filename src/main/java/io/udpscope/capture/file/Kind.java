package io.udpscope.capture.file;

/** What a packet is: the program's own judgement ({@code native/src/parse.h}). */
public enum Kind {
  /** A whole UDP datagram, with addresses and ports. */
  UDP,
  /** A piece of a fragmented UDP datagram. */
  FRAGMENT,
  /** A header that lies, or is cut off. */
  MALFORMED,
  /** Not UDP over IPv4 or IPv6, or behind a link header that is not read. */
  OTHER
}
