package io.udpscope.cli.explain;

import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.Kind;
import io.udpscope.model.Link;
import io.udpscope.model.MacAddress;
import io.udpscope.model.PacketRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A whole frame out of a capture file.
 *
 * @param link what stands before its IP header
 * @param linkBytes so many bytes of it
 */
record CapturedFrame(byte[] bytes, Link link, int linkBytes) {
  /**
   * @param number of the packet, from 1
   * @throws IOException if the file cannot be read; the reason alone
   * @throws IllegalArgumentException if it has no such packet; the reason alone
   */
  static CapturedFrame read(Path path, long number) throws IOException {
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN)) {
      while (file.number() < number) {
        if (!file.next()) {
          throw new IllegalArgumentException(
              "it ends before packet " + number + file.ending().map(why -> ": " + why).orElse(""));
        }
      }
      byte[] bytes = file.frame();
      if (bytes.length < file.length()) {
        throw new IllegalArgumentException(
            ("packet " + number + " was cut to " + bytes.length)
                + (" of " + file.length() + " bytes"));
      }
      Link link =
          file.source()
              .link()
              .orElseThrow(() -> new IllegalArgumentException(file.source().unread().get()));
      return new CapturedFrame(bytes, link, linkBytes(file, link));
    }
  }

  /** With VLAN tags, where it is known that there are some. */
  private static int linkBytes(CaptureFile file, Link link) {
    return file.kind() == Kind.UDP
        ? file.record().getShort(PacketRecord.NETWORK_OFFSET)
        : link.bytes();
  }

  /** For an interface with this address, unless it was captured on Ethernet. */
  byte[] ethernet(MacAddress own) {
    return link == Link.ETHERNET ? bytes : UdpFrame.ethernet(own, withoutLink());
  }

  byte[] withoutLink() {
    return Arrays.copyOfRange(bytes, Math.min(bytes.length, linkBytes), bytes.length);
  }
}
