package io.udpscope.capture.file;

import java.io.IOException;
import java.util.List;

/** A format of files: how to get from one packet to the next. */
interface PacketFormat {
  /** The word for people: {@code pcap}. */
  String name();

  /**
   * Finds the next packet, and sees to it that its frame is in the window.
   *
   * @param number of that packet, from 1, for the reason if there is one
   * @return false at the end of the file
   * @throws DamagedException if the file ends before its end, or makes no sense
   */
  boolean next(RawPacket packet, long number) throws IOException, DamagedException;

  /** The next packet is the one that begins here, as {@link RawPacket#position} said. */
  void seek(long position);

  /** As described up to the last packet; never fewer than before. */
  List<FileInterface> interfaces();
}
