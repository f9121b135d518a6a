package io.udpscope.app.flow;

import io.udpscope.app.time.Rate;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;
import java.util.List;

/** A conversation or a talker, ready to be drawn. */
public sealed interface FlowRow {
  FlowKey key();

  /** Both ways together, since it was first seen. */
  Traffic traffic();

  /** In the last whole second. */
  Rate rate();

  /** Local time since midnight, nanoseconds. */
  long lastSeenNanos();

  /**
   * @param there from the one that was heard first
   * @param back from the other one
   * @param firstIsHere this host was seen sending as the one that was heard first
   * @param history packets in each of the last whole seconds, the newest last
   * @param protocol of the last packet, if that is still in the store and can be read; else empty
   * @param rule that decided the last packet
   * @param verdict on the last packet
   */
  record Conversation(
      FlowKey.Conversation key,
      Traffic there,
      Traffic back,
      boolean firstIsHere,
      Rate rate,
      List<Long> history,
      long firstSeenNanos,
      long lastSeenNanos,
      String protocol,
      String rule,
      Verdict verdict)
      implements FlowRow {
    @Override
    public Traffic traffic() {
      return there.plus(back);
    }
  }

  record Talker(FlowKey key, Traffic traffic, Rate rate, long lastSeenNanos) implements FlowRow {}
}
