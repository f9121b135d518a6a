package io.udpscope.datapath;

import io.udpscope.packets.Frame;
import java.util.Arrays;

/**
 * A line of the tables.
 *
 * @param ethernet whether the frame begins with an Ethernet header, else with the IP header
 * @param outcome what becomes of it where there are no rules; UNMATCHED is a UDP datagram
 */
record FrameCase(String description, boolean ethernet, byte[] frame, Outcome outcome) {
  FrameReading reading() {
    return FrameReading.of(frame, ethernet);
  }

  /** Where {@link LoadedProgram} lets it come in. */
  String interfaceName() {
    return ethernet ? "h0" : "t0";
  }

  boolean isUdp() {
    return outcome == Outcome.UNMATCHED;
  }

  FrameCase cutTo(int length) {
    return new FrameCase(
        description + " cut to " + length + " bytes",
        ethernet,
        Arrays.copyOf(frame, length),
        Outcome.MALFORMED);
  }

  static FrameCase of(String description, Frame frame, Outcome outcome) {
    return new FrameCase(description, frame.networkOffset() > 0, frame.bytes(), outcome);
  }

  @Override
  public String toString() {
    return description + ": " + outcome;
  }
}
