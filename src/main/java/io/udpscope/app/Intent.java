package io.udpscope.app;

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
  REMOVE_RULE,
  UNDO,
  KEEP,
  HELP,
  BACK,
  REDRAW,
  SUSPEND,
  QUIT,
  INTERRUPT,
  ABORT
}
