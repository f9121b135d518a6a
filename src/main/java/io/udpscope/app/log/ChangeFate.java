package io.udpscope.app.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has become of a change. */
public enum ChangeFate {
  IN_FORCE("in force"),
  /** It goes back by itself unless it is kept. */
  STANDING("standing"),
  KEPT("kept"),
  UNDONE("undone"),
  WENT_BACK("went back");

  private final String word;

  ChangeFate(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /**
   * Of the changes of a log, by their numbers; what took changes back or kept them has none.
   *
   * @param log oldest first; what is not in it any more is not followed
   * @param stands something goes back by itself unless it is kept
   */
  public static Map<Long, ChangeFate> of(List<LoggedChange> log, boolean stands) {
    Fates fates = new Fates();
    log.forEach(fates::follow);
    if (!stands) {
      fates.settle(IN_FORCE);
    }
    return fates.known;
  }

  /** Follows the log from its oldest line on. */
  private static final class Fates {
    private final Map<Long, ChangeFate> known = new HashMap<>();
    private final Deque<Long> inForce = new ArrayDeque<>();

    /** Undone by something that may itself go back. */
    private final List<Long> undoneForNow = new ArrayList<>();

    void follow(LoggedChange change) {
      switch (change.kind()) {
        case CHANGED, REDONE -> {
          if (!change.stands()) {
            settle(IN_FORCE);
          }
          inForce.push(change.number());
          known.put(change.number(), change.stands() ? STANDING : IN_FORCE);
        }
        case UNDONE -> undo(change);
        case KEPT -> settle(KEPT);
        case WENT_BACK -> {
          inForce.removeIf(number -> known.get(number) == STANDING);
          known.replaceAll((number, fate) -> fate == STANDING ? WENT_BACK : fate);
          undoneForNow.forEach(number -> known.put(number, IN_FORCE));
          undoneForNow.forEach(inForce::push);
          undoneForNow.clear();
        }
      }
    }

    private void undo(LoggedChange undo) {
      Long number = inForce.poll();
      if (number == null) {
        return;
      }
      if (undo.stands() && known.get(number) != STANDING) {
        undoneForNow.add(0, number);
      }
      known.put(number, UNDONE);
      if (!undo.stands()) {
        settle(IN_FORCE);
      }
    }

    /** Nothing goes back by itself any more. */
    void settle(ChangeFate fate) {
      known.replaceAll((number, before) -> before == STANDING ? fate : before);
      undoneForNow.clear();
    }
  }
}
