package io.udpscope.capture.file;

/** A packet as it stands in the file: where its frame is, and what is said of it. */
final class RawPacket {
  static final int NO_DIRECTION = 0;
  static final int INBOUND = 1;
  static final int OUTBOUND = 2;

  /** Where its block begins. */
  long position;

  /** Where its frame begins. */
  long frame;

  /** Bytes of the frame that the file has: at most {@link #MAX_CAPTURED}. */
  int captured;

  /** Bytes that it had on the wire, as the file says. */
  long length;

  /** Since 1970-01-01T00:00:00Z. */
  long epochNanos;

  /** Index in the list of interfaces. */
  int interfaceIndex;

  /** {@link #INBOUND}, {@link #OUTBOUND}, or neither. */
  int direction;

  /** Packets that were lost between the previous one of its interface and this one. */
  long lostBefore;

  Annotation annotation = Annotation.NONE;

  /** More than any writer keeps of a packet (MAXIMUM_SNAPLEN of libpcap). */
  static final int MAX_CAPTURED = 262_144;

  void begin(long at) {
    position = at;
    direction = NO_DIRECTION;
    lostBefore = 0;
    annotation = Annotation.NONE;
  }
}
