package io.udpscope.cli.explain;

import io.udpscope.model.MacAddress;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The packet that is asked about, before it is known what interface it comes in on. */
public interface Question {
  /** There is no such packet. The message names where it was looked for, and the reason. */
  final class NoSuchPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchPacketException(String message) {
      super(message);
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
   * One out of a pcap file. A link header that the interface does not have is left out, one that
   * the file does not have is made up.
   *
   * @param number from 1
   */
  static Question captured(Path file, long number) {
    return mac -> {
      PcapFile.Packet packet = read(file, number);
      if (packet.rawIp()) {
        return mac.map(own -> UdpFrame.ethernet(own, packet.frame())).orElse(packet.frame());
      }
      return mac.isPresent() ? packet.frame() : withoutEthernet(packet.frame());
    };
  }

  private static PcapFile.Packet read(Path file, long number) {
    String place = "--pcap " + file + ": ";
    try {
      PcapFile.Packet packet = PcapFile.packet(file, number);
      if (packet.frame().length < packet.length()) {
        throw new NoSuchPacketException(
            place
                + ("packet " + number + " was cut to " + packet.frame().length)
                + (" of " + packet.length() + " bytes"));
      }
      return packet;
    } catch (IllegalArgumentException e) {
      throw new NoSuchPacketException(place + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new NoSuchPacketException(place + "there is no such file");
    } catch (IOException e) {
      throw new NoSuchPacketException(place + "cannot read it: " + e.getMessage());
    }
  }

  private static byte[] withoutEthernet(byte[] frame) {
    return Arrays.copyOfRange(frame, Math.min(frame.length, UdpFrame.ETHERNET_BYTES), frame.length);
  }
}
