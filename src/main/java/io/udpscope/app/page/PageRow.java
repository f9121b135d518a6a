package io.udpscope.app.page;

import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.Verdict;

/** A row of the packets pane, ready to be drawn. */
public sealed interface PageRow {
  /** Its number in the store. */
  long row();

  /** The same without what the packet says. */
  default PageRow withoutPayload() {
    return this;
  }

  /**
   * @param number of the packet, from 1
   * @param epochDay the local day on which it came, counted from 1970-01-01
   * @param timeOfDayNanos when it came, local wall-clock time since midnight
   * @param interfaceName where it came in or went out
   * @param source address and port
   * @param length of the frame on the wire, bytes
   * @param direction whether it came in or went out
   * @param rule that decided it; empty where a file does not say
   * @param failure why it was not forwarded, though a rule wanted it
   * @param info what the payload says; off the wire, and so not to be trusted with a terminal
   * @param record the packet as the store holds it ({@link io.udpscope.model.PacketRecord}), cut to
   *     {@link #MAX_RECORD_BYTES}
   */
  record PacketRow(
      long row,
      long number,
      long epochDay,
      long timeOfDayNanos,
      String interfaceName,
      String source,
      String destination,
      long length,
      String rule,
      Verdict verdict,
      Direction direction,
      Failure failure,
      String info,
      byte[] record)
      implements PageRow {
    /** {@code passed by dns}, {@code dropped}; empty where a file does not say. */
    public String fate() {
      if (verdict == Verdict.UNKNOWN) {
        return "";
      }
      return rule.isEmpty() ? verdict.word() : verdict.word() + " by " + rule;
    }

    @Override
    public PageRow withoutPayload() {
      return new PacketRow(
          row,
          number,
          epochDay,
          timeOfDayNanos,
          interfaceName,
          source,
          destination,
          length,
          rule,
          verdict,
          direction,
          failure,
          "",
          new byte[0]);
    }
  }

  /**
   * @param lost packets that found the ring full
   */
  record GapRow(long row, long lost) implements PageRow {}

  /** A page is copied ten times a second; whoever wants all of a jumbo frame has a file for it. */
  int MAX_RECORD_BYTES = 2048;
}
