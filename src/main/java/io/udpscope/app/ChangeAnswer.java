package io.udpscope.app;

import java.util.Optional;

/**
 * What became of the newest change that the screen asked for.
 *
 * @param ticket the number that it asked under; 0 before the first
 * @param refusal why it was not made; empty if it was
 * @param guarded it is made if the operator says so once more
 */
public record ChangeAnswer(long ticket, Optional<String> refusal, Optional<Guarded> guarded) {
  /**
   * @param rule whose name is to be typed
   * @param reason what of the operator's session would be hit
   */
  public record Guarded(String rule, String reason) {}

  static final ChangeAnswer NONE = made(0);

  static ChangeAnswer made(long ticket) {
    return new ChangeAnswer(ticket, Optional.empty(), Optional.empty());
  }

  static ChangeAnswer refused(long ticket, String reason) {
    return new ChangeAnswer(ticket, Optional.of(reason), Optional.empty());
  }
}
