package io.udpscope.model;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Match, action, and what else is done to a packet. Rules are ordered and the first match decides.
 * The name is the rule's identity: its counters follow the name through every change of the set.
 *
 * @param translate the destination port that the first port of the match becomes; the second
 *     becomes the next one, and so on
 */
public record Rule(
    String name,
    Match match,
    Action action,
    OptionalInt translate,
    Capture capture,
    Optional<Forward> forward) {
  /** So many rules hold at once ({@code UDPSCOPE_MAX_RULES}). */
  public static final int MAX_RULES = 1024;

  public Rule {
    Objects.requireNonNull(match);
    Objects.requireNonNull(action);
    Objects.requireNonNull(capture);
    Objects.requireNonNull(forward);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a rule needs a name");
    }
    if (translate.isPresent()) {
      checkTranslation(match.ports(), translate.getAsInt());
    }
  }

  /** One that changes no packet. */
  public Rule(String name, Match match, Action action) {
    this(name, match, action, OptionalInt.empty(), Optional.empty());
  }

  /** One of which taps take what they want. */
  public Rule(
      String name, Match match, Action action, OptionalInt translate, Optional<Forward> forward) {
    this(name, match, action, translate, Capture.DEFAULT, forward);
  }

  private static void checkTranslation(PortRange from, int to) {
    if (to < 1 || to > 65535) {
      throw new IllegalArgumentException("a port is translated to 1 to 65535, not " + to);
    }
    int last = to + from.last() - from.first();
    if (last > 65535) {
      throw new IllegalArgumentException(
          "the ports " + from + " translated to " + to + " would end at " + last);
    }
  }

  public Rule withName(String changed) {
    return new Rule(changed, match, action, translate, capture, forward);
  }

  public Rule withMatch(Match changed) {
    return new Rule(name, changed, action, translate, capture, forward);
  }

  public Rule withAction(Action changed) {
    return new Rule(name, match, changed, translate, capture, forward);
  }

  public Rule withTranslate(OptionalInt changed) {
    return new Rule(name, match, action, changed, capture, forward);
  }

  public Rule withCapture(Capture changed) {
    return new Rule(name, match, action, translate, changed, forward);
  }

  public Rule withForward(Optional<Forward> changed) {
    return new Rule(name, match, action, translate, capture, changed);
  }

  /** What is added to a packet's destination port; 0 if nothing is translated. */
  public int portShift() {
    return translate.isPresent() ? translate.getAsInt() - match.ports().first() : 0;
  }
}
