package io.udpscope.app.find;

import java.util.Optional;

/**
 * What the agent says of the display filter.
 *
 * @param inForce in pcap-filter syntax; empty if all packets are shown
 * @param packets that are shown
 * @param percent of the store that was looked at; 100 at the end
 * @param lookedAtFrom the oldest row of the store that was looked at
 * @param behind rows that came in and were not looked at yet
 * @param answer to the newest expression that was asked about
 */
public record FilterNews(
    String inForce, long packets, int percent, long lookedAtFrom, long behind, Answer answer) {
  /**
   * The same object until there is another one.
   *
   * @param toUse it was to be put in force
   * @param problem why it cannot be; then the one before stays
   */
  public record Answer(String expression, boolean toUse, Optional<String> problem) {}

  public static final FilterNews NONE =
      new FilterNews("", 0, 100, 0, 0, new Answer("", false, Optional.empty()));

  public boolean isFiltering() {
    return !inForce.isEmpty();
  }
}
