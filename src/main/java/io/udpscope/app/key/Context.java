package io.udpscope.app.key;

/** Where a key acts: what has the focus when it is pressed. */
public enum Context {
  ANYWHERE("Anywhere"),
  RULES("In the rules pane"),
  PACKETS("In the packets"),
  DETAIL("In the detail pane"),
  BYTES("In the bytes pane"),
  FLOWS("In conversations and talkers"),
  HEALTH("In path health"),
  LOG("In the log of changes");

  private final String title;

  Context(String title) {
    this.title = title;
  }

  /** As the help calls it. */
  public String title() {
    return title;
  }
}
