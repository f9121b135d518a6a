package io.udpscope.app;

import io.udpscope.app.log.LoggedChange;
import java.util.List;
import java.util.Optional;

/**
 * What became of the changes of rules.
 *
 * @param standing what goes back by itself unless it is kept
 * @param answer to the newest change that was asked for
 * @param undoable the newest change, which undo takes back
 * @param redoable the change that was undone last, if nothing was changed since
 * @param log of changes, oldest first
 */
public record ChangeReport(
    Optional<Standing> standing,
    ChangeAnswer answer,
    Optional<LoggedChange> undoable,
    Optional<LoggedChange> redoable,
    List<LoggedChange> log) {
  static final ChangeReport NONE =
      new ChangeReport(
          Optional.empty(), ChangeAnswer.NONE, Optional.empty(), Optional.empty(), List.of());

  /** Nothing can be kept or taken back any more. */
  ChangeReport ended() {
    return new ChangeReport(Optional.empty(), answer, Optional.empty(), Optional.empty(), log);
  }
}
