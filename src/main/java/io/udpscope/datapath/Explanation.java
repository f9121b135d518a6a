package io.udpscope.datapath;

import io.udpscope.model.Failure;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a session on an interface would do with one packet that came in there now, and why. Found
 * out by its own program and from its own tables; neither counted nor captured, and nobody's turn.
 *
 * @param hook where the session's program sits
 * @param generation the number of the rules that the packet obeys
 * @param rules those rules as the session describes them, JSON; empty if it does not, or if the
 *     packet obeys older ones since nobody has kept a change
 * @param outcome as what it is counted in the ledger
 * @param decision which rule decides it; empty unless {@link Outcome#MATCHED}
 * @param refusals the rules before that one, in order, each with what of it does not fit; all rules
 *     if none decides
 * @param target the one that was chosen for it; empty if it is not to be forwarded, if there is
 *     none, or if it goes to all
 * @param before the frame as it came in
 * @param after what the program made of it: the frame that goes on, or is sent; of a copy the copy
 */
public record Explanation(
    String interfaceName,
    Hook hook,
    long generation,
    Optional<String> rules,
    Outcome outcome,
    Optional<Decision> decision,
    List<Refusal> refusals,
    Verdict verdict,
    Failure failure,
    Optional<ChosenTarget> target,
    byte[] before,
    byte[] after) {
  /** What a packet is to the program. The ordinal is the value of {@code enum udpscope_outcome}. */
  public enum Outcome {
    UNMATCHED,
    MATCHED,
    FRAGMENT,
    MALFORMED,
    OTHER
  }

  /** What a rule looks at. */
  public enum Dimension {
    INTERFACE,
    /** A prefix of the rule is of the other version. */
    IP_VERSION,
    SOURCE,
    DESTINATION,
    /** The destination port. */
    PORT
  }

  /**
   * @param position of the rule, from 0; empty if it is not in force any more and its session is
   *     still answered
   * @param answer the packet is a target's answer to a client of this rule, which comes before any
   *     rule
   */
  public record Decision(OptionalInt position, boolean answer) {}

  /**
   * @param position of the rule, from 0
   * @param dimensions those in which it does not accept the packet; at least one
   */
  public record Refusal(int position, Set<Dimension> dimensions) {
    public Refusal {
      dimensions = Set.copyOf(dimensions);
    }
  }

  /**
   * @param port 0 keeps the packet's, after translation
   * @param nextHop what the session knows of the way there
   */
  public record ChosenTarget(IpAddress address, int port, NextHop nextHop) {}

  public Explanation {
    refusals = List.copyOf(refusals);
  }
}
