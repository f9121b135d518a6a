package io.udpscope.model;

/**
 * Where packets went, step by step, summed over CPUs: NIC → seen → matched → reserved → read. Each
 * packet that the program sees has exactly one outcome, so {@link #seen()} is their sum and they
 * add up by construction.
 *
 * @param nic packets that the interfaces say they received since the session began
 * @param unmatched UDP that no rule matches; it passed
 * @param matched UDP that a rule decided
 * @param fragments pieces of fragmented UDP datagrams; they carry no ports and passed
 * @param malformed packets with a header that lies or is cut off; they passed
 * @param other what is not UDP over IPv4 or IPv6; it passed
 * @param sent UDP that this host sent and a rule matches, where that is observed; it was not seen
 *     arriving, and so is in none of the above
 * @param tap the records of the session's own tap
 */
public record Ledger(
    long nic,
    Traffic unmatched,
    Traffic matched,
    Traffic fragments,
    Traffic malformed,
    Traffic other,
    Traffic sent,
    TapCounters tap) {
  public static final Ledger NONE =
      new Ledger(
          0,
          Traffic.NONE,
          Traffic.NONE,
          Traffic.NONE,
          Traffic.NONE,
          Traffic.NONE,
          Traffic.NONE,
          new TapCounters(0, 0, 0));

  /** Every packet that the program saw. */
  public Traffic seen() {
    return unmatched.plus(matched).plus(fragments).plus(malformed).plus(other);
  }
}
