package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session's datapath: attached when it was opened, detached when it is closed or when the process
 * ends in any way. Confined to one thread, the agent's, but for {@link #wake()}.
 */
public interface Datapath extends AutoCloseable {
  /** Where it is attached, one entry an interface. */
  List<Attachment> attachments();

  /**
   * Puts a set of rules in force. All or nothing: a packet meets the old set or the new one, never
   * a mix. Counters follow a rule's name.
   *
   * @return the number of the generation now in force; it grows by one with each call
   * @throws DatapathException if the set does not fit or the kernel refuses; the old set stays
   */
  long apply(List<Rule> rules);

  /**
   * Puts a set of rules in force for a while. Unless {@link #confirm} comes first, the program
   * itself goes back to the rules that were kept last when the time is over, be this process alive
   * or not; {@link #events} tells. A change while another stands unconfirmed joins it: the time
   * begins anew, and what it goes back to stays the same.
   *
   * @return the number of the generation now in force
   * @throws DatapathException as above
   */
  long apply(List<Rule> rules, Duration confirmWithin);

  /** Keeps the rules in force. Without an unconfirmed change it does nothing. */
  void confirm();

  /** The change that stands unconfirmed. */
  Optional<Unconfirmed> unconfirmed();

  /** The targets of the rules in force, by the rule's name; a rule without a forward is absent. */
  Map<String, List<TargetState>> targets();

  /**
   * The way to a target that need not be of a rule in force, as the kernel's tables have it. Sends
   * nothing and asks nobody else.
   *
   * @return {@link NextHop#UNKNOWN} for a name without an address
   */
  NextHop lookUp(Target target);

  /** Addresses on the links of this host whose MAC is known. */
  List<IpAddress> neighbours();

  /** The relay; empty where none was started, as no rule has wanted one. */
  Optional<RelayState> relay();

  /** The rules in force, in order. */
  List<Rule> rules();

  /** Counters of the rules in force, by name. Sums over CPUs, read while traffic runs. */
  Map<String, RuleCounters> ruleCounters();

  /** The name of the rule that a record's slot stands for; empty if that rule was removed. */
  Optional<String> ruleName(int slot);

  /** The name of the interface that a record's index stands for. */
  default Optional<String> interfaceName(int ifindex) {
    return attachments().stream()
        .filter(one -> one.ifindex() == ifindex)
        .map(Attachment::interfaceName)
        .findFirst();
  }

  /** Where the packets come out of a file: how far that is. Nothing is attached then. */
  default Optional<Reading> reading() {
    return Optional.empty();
  }

  /** The ledger, with the counters of {@code tap}. */
  Ledger ledger(Tap tap);

  /**
   * Opens a ring of its own for one more consumer; it takes the packets of every rule.
   *
   * @throws DatapathException if there are already as many as there can be
   */
  Tap openTap(TapOptions options);

  /** What happened since the last call; mostly empty. */
  List<DatapathEvent> events();

  /**
   * Sleeps until a tap has records, an interface changes, {@link #wake()} is called or the time is
   * over, whichever is first.
   */
  void await(long timeoutNanos);

  /** Ends {@link #await} now, or the next one if none is going on. From any thread. */
  void wake();

  /** Detaches what this session attached, and nothing else. Twice is as good as once. */
  @Override
  void close();
}
