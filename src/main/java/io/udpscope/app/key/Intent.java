package io.udpscope.app.key;

import java.util.Locale;

/** What a key asks for, whichever key it is. */
public enum Intent {
  UP,
  DOWN,
  LEFT,
  RIGHT,
  PAGE_UP,
  PAGE_DOWN,
  FIRST,
  LAST,
  NEXT_PANE,
  PREVIOUS_PANE,
  ZOOM,
  FREEZE,
  MARK,
  JUMP,
  TOGGLE_ACTION,
  TRANSLATE,
  FORWARD,
  ADD_RULE,
  EDIT_RULE,
  REMOVE_RULE,
  MOVE_RULE_UP,
  MOVE_RULE_DOWN,
  UNDO,
  REDO,
  KEEP,
  FILTER,
  FIND,
  FIND_NEXT,
  FIND_PREVIOUS,
  FOLD,
  SORT,
  REVERSE,
  TALKERS_BY,
  OPEN,
  VIEW_PACKETS,
  VIEW_CONVERSATIONS,
  VIEW_TALKERS,
  VIEW_HEALTH,
  VIEW_LOG,
  CYCLE_LAYOUT,
  SHORTER,
  TALLER,
  NARROWER,
  WIDER,
  COPY,
  WRITE,
  BUNDLE,
  COMMAND,
  HELP,
  BACK,
  REDRAW,
  SUSPEND,
  QUIT,
  INTERRUPT,
  ABORT;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in the config file and on the command line of the session. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException if there is none that is called so
   */
  public static Intent named(String word) {
    for (Intent intent : values()) {
      if (intent.word.equals(word)) {
        return intent;
      }
    }
    throw new IllegalArgumentException("no action is called " + word);
  }

  /** It could put other rules in force, so that it is not offered where that is not allowed. */
  public boolean changesTraffic() {
    return switch (this) {
      case TOGGLE_ACTION,
          TRANSLATE,
          FORWARD,
          ADD_RULE,
          EDIT_RULE,
          REMOVE_RULE,
          MOVE_RULE_UP,
          MOVE_RULE_DOWN,
          UNDO,
          REDO,
          KEEP ->
          true;
      default -> false;
    };
  }

  /** It ends, suspends or redraws the session, whatever else is going on. */
  boolean leaves() {
    return switch (this) {
      case REDRAW, SUSPEND, QUIT, INTERRUPT, ABORT -> true;
      default -> false;
    };
  }
}
