package io.udpscope.ui;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Gives text to the clipboard of whoever sits at the terminal, also at the far end of an SSH link:
 * OSC 52 of xterm (ctlseqs, "Manipulate Selection Data"). In tmux it takes effect where
 * set-clipboard is on; GNU screen hands on what is wrapped for it.
 */
final class Clipboard {
  private static final String ESCAPE = "\u001b";

  /** GNU screen takes so much in one string (MAXSTR), the wrapping among it. */
  private static final int SCREEN_CHUNK = 240;

  private Clipboard() {}

  /**
   * @param screen GNU screen is in between
   */
  static String sequence(String text, boolean screen) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String sequence = ESCAPE + "]52;c;" + base64 + "\u0007";
    if (!screen) {
      return sequence;
    }
    StringBuilder wrapped = new StringBuilder();
    for (int at = 0; at < sequence.length(); at += SCREEN_CHUNK) {
      int end = Math.min(sequence.length(), at + SCREEN_CHUNK);
      wrapped.append(ESCAPE).append('P').append(sequence, at, end).append(ESCAPE).append('\\');
    }
    return wrapped.toString();
  }
}
