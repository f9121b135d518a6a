package io.udpscope.capture.file;

import java.util.Locale;

/** The file cannot be read from here on. The message says where and why, for people. */
final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedException(String reason) {
    super(reason);
  }

  /** It ends inside a packet. */
  static DamagedException cutOff(long packet, long fileEnd) {
    return new DamagedException(
        String.format(Locale.ROOT, "cut off in packet %,d at byte %,d", packet, fileEnd));
  }
}
