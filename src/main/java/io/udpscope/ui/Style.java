package io.udpscope.ui;

/** What a piece of text is; {@link Theme} says how it looks. */
enum Style {
  PLAIN,
  /** Lines, and what one need not read. */
  FAINT,
  /** The name of the pane with the focus. */
  TITLE_FOCUSED,
  TITLE,
  HEADING,
  /** The chosen row of the pane with the focus. */
  CURSOR,
  /** The chosen row of another pane. */
  CHOSEN,
  LIVE,
  PASS,
  DROP,
  INFORMATION,
  WARNING,
  ALARM,
  KEY,
  /** Bytes of the field chosen in the detail pane. */
  LIT
}
