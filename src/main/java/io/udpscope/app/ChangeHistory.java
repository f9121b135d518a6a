package io.udpscope.app;

import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.Operator;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.TimeSource;
import io.udpscope.model.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The changes that were made: their log, which of them undo takes back and redo makes again. */
final class ChangeHistory {
  private static final int MAX_LOG = 1000;

  private final Operator operator;
  private final TimeSource time;
  private final DayClock clock;
  private final Deque<LoggedChange> undoable = new ArrayDeque<>();
  private final Deque<LoggedChange> redoable = new ArrayDeque<>();
  private List<LoggedChange> undoableWhenKept = List.of();
  private List<LoggedChange> log = List.of();
  private List<Rule> inForce;
  private long numbers;

  /**
   * @param inForce the rules at the beginning
   */
  ChangeHistory(Operator operator, TimeSource time, DayClock clock, List<Rule> inForce) {
    this.operator = operator;
    this.time = time;
    this.clock = clock;
    this.inForce = inForce;
  }

  /** The newest ones, oldest first. */
  List<LoggedChange> log() {
    return log;
  }

  /** The change that undo would take back. */
  Optional<LoggedChange> undoable() {
    return Optional.ofNullable(undoable.peek());
  }

  /** The change that redo would make again. */
  Optional<LoggedChange> redoable() {
    return Optional.ofNullable(redoable.peek());
  }

  /** The rules after the newest change. */
  List<Rule> inForce() {
    return inForce;
  }

  /** All changes so far are kept: what went back would come back to them. */
  void allKept() {
    undoableWhenKept = List.copyOf(undoable);
  }

  void changed(LoggedChange change) {
    undoable.push(change);
    redoable.clear();
  }

  /** The newest one was taken back. */
  void undone() {
    List<LoggedChange> before = List.copyOf(undoable);
    redoable.push(undoable.pop());
    undoableWhenKept = undoableWhenKept.isEmpty() ? before : undoableWhenKept;
  }

  /** The one that was undone last was made again. */
  void redone(LoggedChange change) {
    undoable.push(change);
    redoable.pop();
  }

  /** What was not kept is not to come again by a key. */
  void wentBack() {
    undoable.clear();
    undoable.addAll(undoableWhenKept);
    redoable.clear();
  }

  /**
   * Logs a change.
   *
   * @param stands it goes back unless it is kept
   * @param monotonicNanos when it was made
   */
  LoggedChange record(
      LoggedChange.Kind kind,
      boolean stands,
      List<Rule> before,
      List<Rule> after,
      long monotonicNanos) {
    long ago = time.monotonicNanos() - monotonicNanos;
    LoggedChange change =
        new LoggedChange(
            ++numbers,
            time.wallClock().minusNanos(ago),
            clock.timeOfDayNanos(monotonicNanos),
            operator,
            kind,
            stands,
            before,
            after);
    List<LoggedChange> longer = new ArrayList<>(log);
    longer.add(change);
    log = List.copyOf(longer.subList(Math.max(0, longer.size() - MAX_LOG), longer.size()));
    inForce = change.after();
    return change;
  }
}
