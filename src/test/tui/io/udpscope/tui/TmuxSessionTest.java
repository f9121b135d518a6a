package io.udpscope.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal that the stories are told in does what a terminal does. */
class TmuxSessionTest {
  @TempDir Path directory;

  @Test
  void showsWhatAProgramDrawsAtTheSizeAskedFor() throws Exception {
    try (TmuxSession terminal = TmuxSession.open(ProcessBuilder::start, 80, 24, directory)) {
      terminal.run("tput smcup; tput civis; stty size; read -r line; tput cnorm; tput rmcup");
      TmuxSession.Screen drawn = terminal.waitFor("24 80");
      assertThat(drawn.alternate()).isTrue();
      assertThat(drawn.cursorVisible()).isFalse();

      terminal.keys("Enter");
      TmuxSession.Screen restored = terminal.waitForPrompt();
      assertThat(restored.alternate()).isFalse();
      assertThat(restored.cursorVisible()).isTrue();
    }
  }

  @Test
  void tellsAProgramOfANewSize() throws Exception {
    try (TmuxSession terminal = TmuxSession.open(ProcessBuilder::start, 80, 24, directory)) {
      terminal.resize(120, 40);
      assertThat(terminal.outputOf("stty size", directory.resolve("size"))).isEqualTo("40 120\n");
    }
  }

  @Test
  void hangsUpTheProgramsInIt() throws Exception {
    try (TmuxSession terminal = TmuxSession.open(ProcessBuilder::start, 80, 24, directory)) {
      ProcessHandle shell = terminal.shell();
      terminal.hangUp();
      TmuxSession.waitUntil("the shell has ended", () -> !shell.isAlive());
    }
  }
}
