package io.udpscope.ui.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A small process that puts the terminal back where this one no longer can: killed by SIGKILL, or
 * by the kernel for its memory. It waits on a pipe for what became of the terminal, and acts when
 * the pipe ends and the last word was that the terminal is ours. One thread at a time.
 */
final class TerminalGuard {
  /**
   * The shell that gets the terminal back may have set it meanwhile, and must not find it set
   * otherwise: the attributes are only touched while they are still ours.
   */
  private static final String SCRIPT =
      """
      trap '' TTOU
      while read -r word; do
        state=$word
        if [ "$state" = ours ]; then raw=$(stty -g <&1); fi
      done
      if [ "$state" = ours ]; then
        printf '\\033[0m\\033[2J\\033[H\\033[?25h\\033[?1049l'
        if [ "$(stty -g <&1)" = "$raw" ]; then stty sane <&1; fi
      fi
      """;

  private static final byte[] OURS = "ours\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RESTORED = "restored\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream pipe;

  private TerminalGuard(OutputStream pipe) {
    this.pipe = pipe;
  }

  /** Starts one, with standard output as the terminal. Where it cannot start there is none. */
  static TerminalGuard start() {
    try {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new TerminalGuard(process.getOutputStream());
    } catch (IOException e) {
      return new TerminalGuard(OutputStream.nullOutputStream());
    }
  }

  /** The terminal is in raw mode and shows the alternate screen. */
  void ours() {
    say(OURS);
  }

  /** The terminal is as it was found. */
  void restored() {
    say(RESTORED);
  }

  private void say(byte[] word) {
    try {
      pipe.write(word);
      pipe.flush();
    } catch (IOException e) {
      // Somebody has ended it: then nothing guards the terminal, and nothing else is the worse for
      // it.
    }
  }
}
