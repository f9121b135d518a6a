package io.udpscope.cli;

import java.util.Map;
import java.util.Optional;

/**
 * Whether GNU screen stands between this program and the terminal. It says so by STY, as tmux does
 * by TMUX; sudo takes both out of the environment, but the shell above it still has them.
 */
final class GnuScreen {
  private GnuScreen() {}

  static boolean isAround(Map<String, String> environment) {
    boolean here = environment.containsKey("STY");
    boolean tmux = environment.containsKey("TMUX");
    Optional<ProcessHandle> above = ProcessHandle.current().parent();
    while (!here && !tmux && above.isPresent()) {
      long pid = above.get().pid();
      here = SshOrigin.variable(pid, "STY").isPresent();
      tmux = SshOrigin.variable(pid, "TMUX").isPresent();
      above = above.get().parent();
    }
    return here && !tmux;
  }
}
