package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import java.util.Optional;

/**
 * The changes of rules that the keys have asked for, as far as they are not made yet.
 *
 * @param tickets numbers given to changes so far
 * @param pending a change that the program has not confirmed
 * @param guarded a change that waits for the name of its rule
 */
public record AskedChanges(
    long tickets, Optional<Pending> pending, Optional<GuardKeys.Waiting> guarded) {
  static final AskedChanges NONE = new AskedChanges(0, Optional.empty(), Optional.empty());

  /**
   * A change that was asked for.
   *
   * @param asked with the number that its answer will bear
   */
  public record Pending(Command.Change asked) {
    public long ticket() {
      return asked.ticket();
    }

    /** Empty for one that is made again. */
    public Optional<RuleChange> change() {
      return asked instanceof Command.ChangeRules rules
          ? Optional.of(rules.change())
          : Optional.empty();
    }
  }

  /** With one more, which has the next number. */
  AskedChanges with(Command.Change next) {
    return new AskedChanges(next.ticket(), Optional.of(new Pending(next)), guarded);
  }

  /** Nothing is pending any more. */
  AskedChanges answered() {
    return new AskedChanges(tickets, Optional.empty(), guarded);
  }

  AskedChanges waiting(GuardKeys.Waiting change) {
    return new AskedChanges(tickets, pending, Optional.of(change));
  }

  AskedChanges waitingNoMore() {
    return new AskedChanges(tickets, pending, Optional.empty());
  }
}
