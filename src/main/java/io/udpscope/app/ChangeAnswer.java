package io.udpscope.app;

import java.util.Optional;

/**
 * What became of the newest change that the screen asked for.
 *
 * @param ticket the number that it asked under; 0 before the first
 * @param refusal why it was not made; empty if it was
 */
public record ChangeAnswer(long ticket, Optional<String> refusal) {
  static final ChangeAnswer NONE = new ChangeAnswer(0, Optional.empty());
}
