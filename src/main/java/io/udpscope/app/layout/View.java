package io.udpscope.app.layout;

/** What the middle of the screen shows, in the order of the digits that choose it. */
public enum View {
  PACKETS("packets"),
  CONVERSATIONS("conversations"),
  TALKERS("talkers"),
  HEALTH("path health"),
  LOG("log of changes");

  private final String word;

  View(String word) {
    this.word = word;
  }

  /** Where what is now is worth comparing with the last minutes. */
  boolean hasTimeline() {
    return this == CONVERSATIONS || this == TALKERS || this == LOG;
  }

  /** As the screen calls it. */
  public String word() {
    return word;
  }
}
