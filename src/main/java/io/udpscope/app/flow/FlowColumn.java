package io.udpscope.app.flow;

/** What conversations and talkers are sorted by. */
public enum FlowColumn {
  /** Packets in the last whole second. */
  RATE("pps"),
  PACKETS("packets"),
  BYTES("bytes"),
  LAST_SEEN("last");

  private final String word;

  FlowColumn(String word) {
    this.word = word;
  }

  /** As the column's heading has it. */
  public String word() {
    return word;
  }

  public FlowColumn next() {
    FlowColumn[] all = values();
    return all[(ordinal() + 1) % all.length];
  }
}
