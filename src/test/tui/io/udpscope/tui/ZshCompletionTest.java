package io.udpscope.tui;

import io.udpscope.cli.option.PackageTexts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Tab key does in zsh. */
class ZshCompletionTest {
  @TempDir Path directory;
  private TmuxSession terminal;

  @BeforeEach
  void open() throws IOException {
    PackageTexts.main(new String[] {directory.toString(), "2026-11-21"});
    terminal = TmuxSession.open(ProcessBuilder::start, 100, 40, directory);
    terminal.run("exec env ZDOTDIR=/nonexistent zsh -f -i");
    terminal.run(
        "PS1='zsh> '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; clear; echo prepared");
    terminal.waitFor("zsh is ready", screen -> screen.lines().contains("prepared"));
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  private void typing(String typed, String... shown) {
    terminal.keys("C-u");
    terminal.type(typed);
    terminal.keys("Tab");
    for (String text : shown) {
      terminal.waitFor(text, screen -> screen.contains(text));
    }
    terminal.keys("C-c");
    terminal.run("clear");
  }

  @Test
  void completesCommandsOptionsValuesAndInterfaces() {
    typing("udpscope de", "zsh> udpscope demo");
    typing("udpscope ", "explain", "print every packet", "rules", "lo");
    typing("udpscope rules ex", "zsh> udpscope rules export");
    typing("udpscope rules ", "check", "say what is wrong with a file of rules");
    typing("udpscope test l", "zsh> udpscope test lo");
    typing("udpscope test lo --dur", "zsh> udpscope test lo --duration");
    typing("udpscope lo --hook ", "auto", "native", "generic", "offload");
    typing("udpscope run lo -o j", "zsh> udpscope run lo -o json");
    typing("udpscope lo -c udpscope.b", "zsh> udpscope lo -c udpscope.bash");
  }
}
