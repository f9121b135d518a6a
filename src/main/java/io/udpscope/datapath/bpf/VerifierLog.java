package io.udpscope.datapath.bpf;

/** What the kernel's verifier said about a program that it refused. */
final class VerifierLog {
  private final String text;

  VerifierLog(String text) {
    this.text = text.strip();
  }

  /**
   * The line that says why: the last one before the statistics at the end. Empty if there is none.
   */
  String summary() {
    String summary = "";
    for (String line : text.split("\n")) {
      String stripped = line.strip();
      if (stripped.startsWith("processed ") || stripped.startsWith("verification time")) {
        break;
      }
      if (!stripped.isEmpty()) {
        summary = stripped;
      }
    }
    return summary;
  }

  /** The whole of it, for {@code --debug}; null if there is none. */
  Throwable asCause() {
    return text.isEmpty() ? null : new IllegalStateException("the verifier's log:\n" + text);
  }
}
