package io.udpscope.datapath;

import io.udpscope.model.TapCounters;

/** One consumer's own ring. Taps never steal from each other. Used by the agent's thread only. */
public interface Tap extends AutoCloseable {
  /**
   * Hands over the records that are there, oldest first.
   *
   * @param limit at most so many
   * @return how many there were
   */
  int read(PacketConsumer consumer, int limit);

  TapCounters counters();

  @Override
  void close();
}
