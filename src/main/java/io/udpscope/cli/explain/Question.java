package io.udpscope.cli.explain;

import io.udpscope.model.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The packet that is asked about, before it is known what interface it comes in on. */
public interface Question {
  /** There is no such packet. The message names where it was looked for, and the reason. */
  final class NoSuchPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchPacketException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /**
   * @param mac of the interface; empty if its frames begin with the IP header
   * @throws NoSuchPacketException if it cannot be had
   */
  byte[] frame(Optional<MacAddress> mac);

  /**
   * A datagram that is made up.
   *
   * @param to of the same IP version as {@code from}
   * @throws IllegalArgumentException if the payload is longer than any datagram's
   */
  static Question datagram(Endpoint from, Endpoint to, byte[] payload) {
    byte[] packet = UdpFrame.packet(from, to, payload);
    return mac -> mac.map(own -> UdpFrame.ethernet(own, packet)).orElse(packet);
  }

  /**
   * One out of a capture file. A link header that the interface does not have is left out, one that
   * the file does not have is made up.
   *
   * @param number from 1
   */
  static Question captured(Path file, long number) {
    return mac -> {
      CapturedFrame packet = read(file, number);
      return mac.map(packet::ethernet).orElseGet(packet::withoutLink);
    };
  }

  private static CapturedFrame read(Path file, long number) {
    try {
      return CapturedFrame.read(file, number);
    } catch (IOException | IllegalArgumentException e) {
      throw new NoSuchPacketException("--pcap " + file + ": " + e.getMessage(), e);
    }
  }
}
