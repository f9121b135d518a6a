package io.udpscope.app.change;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rule does with its packets.
 *
 * @param verdict where nothing is in the way
 * @param shift what is added to the destination port
 * @param forward without what the names of targets stand for at the moment: that is nobody's change
 */
public record Effect(Verdict verdict, int shift, Optional<Forward> forward) {
  /** What happens to packets that no rule matches. */
  public static final Effect NONE = new Effect(Verdict.PASSED, 0, Optional.empty());

  public static Effect of(Rule rule) {
    Optional<Forward> forward = rule.forward().map(Effect::withoutAddresses);
    boolean drops = rule.action() == Action.DROP;
    if (forward.isPresent()) {
      Verdict gone = rule.forward().get().isRelayed() ? Verdict.RELAYED : Verdict.FORWARDED;
      Verdict verdict = drops ? gone : Verdict.COPIED;
      return new Effect(verdict, rule.portShift(), forward);
    }
    if (drops) {
      return new Effect(Verdict.DROPPED, 0, forward);
    }
    int shift = rule.portShift();
    return new Effect(shift == 0 ? Verdict.PASSED : Verdict.TRANSLATED, shift, forward);
  }

  static Forward withoutAddresses(Forward forward) {
    List<Target> targets = new ArrayList<>();
    for (Target target : forward.targets()) {
      targets.add(target.withAddress(Optional.empty()));
    }
    return forward.withTargets(targets);
  }

  /** The packet itself goes up the stack, untouched, as the kernel alone would have it. */
  boolean isUntouched() {
    return verdict == Verdict.PASSED || verdict == Verdict.COPIED;
  }

  /** The packet goes to another port or host than it was sent to. */
  boolean isElsewhere() {
    return verdict == Verdict.TRANSLATED
        || verdict == Verdict.FORWARDED
        || verdict == Verdict.RELAYED;
  }

  /** Whether whoever got the packets until now may get them no more. */
  boolean canCut(Effect next) {
    return next.isUntouched() ? isElsewhere() : !equals(next);
  }
}
