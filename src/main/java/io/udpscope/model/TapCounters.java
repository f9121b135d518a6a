package io.udpscope.model;

/**
 * What a tap's ring got; {@code reserved + lost + leftOut} is every packet of a rule since the tap
 * was opened.
 *
 * @param reserved records that found room in the ring
 * @param lost records that did not
 * @param leftOut packets that were not to be captured: a rule, or the tap, wants a sample or none
 * @param read records that the reader has taken out of the ring
 */
public record TapCounters(long reserved, long lost, long leftOut, long read) {
  /** Of a ring that is offered everything. */
  public TapCounters(long reserved, long lost, long read) {
    this(reserved, lost, 0, read);
  }
}
