package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.TmuxSession.Screen;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the terminal says it is, the right frame stands on it, and nothing stays of it. */
@Tag("bpf")
class TerminalsTest extends TrafficStory {
  @ParameterizedTest
  @CsvSource({
    "xterm, C.UTF-8",
    "xterm, C",
    "xterm-256color, C.UTF-8",
    "linux, C.UTF-8",
    "linux, C",
    "vt100, C.UTF-8",
    "vt100, C",
    "screen, C.UTF-8",
    "screen, C"
  })
  void drawsAndRestores(String type, String locale) throws Exception {
    network.sender(5005, "\u001b]0;owned\u0007hello");
    terminal = TmuxSession.open(network::start, 80, 24, directory);
    String settings = terminal.outputOf("stty -g", directory.resolve("before"));
    terminal.run(
        "TERM=" + type + " LANG=" + locale + " " + UDPSCOPE + " h0 -p 5005; echo ended=$?");
    Screen drawn = terminal.waitFor("10.66.0.1:5005");
    boolean ascii = locale.equals("C");
    assertThat(drawn.lines().get(0)).contains("udpscope h0", ascii ? "live" : "● live");
    assertThat(drawn.lines().get(1)).contains("ledger", "lost 0");
    assertThat(drawn.line("Rules")).startsWith(ascii ? "- Rules -" : "─ Rules ─");
    assertThat(drawn.line("any:5005 ")).contains("PASS");
    assertThat(drawn.lines().get(23)).contains("d drop/pass", "q quit");
    assertThat(drawn.toString()).doesNotContain("owned\u0007");
    quit();
    assertThat(terminal.waitForPrompt().alternate()).isFalse();
    assertThat(terminal.outputOf("stty -g", directory.resolve("after"))).isEqualTo(settings);
  }

  @Test
  void viewsAndNamesAndThemesAreWithinReach() throws Exception {
    network.sender(5005, "hello");
    openLive(100, 30, "-p 5005 --theme high-contrast");
    terminal.keys("5");
    terminal.waitFor("the log", screen -> !screen.contains("─ Packets ─"));
    terminal.keys("1");
    terminal.waitFor("Packets");
    terminal.type(":vie");
    terminal.waitFor("view-talkers");
    terminal.type("w health");
    terminal.keys("Enter");
    terminal.waitFor("path health", screen -> !screen.contains("─ Packets ─"));
    terminal.type(":theme light");
    terminal.keys("Enter");
    terminal.type(":stats");
    terminal.keys("Enter");
    terminal.waitFor("writes so far");
    terminal.type(":quit");
    terminal.keys("Enter");
    terminal.waitFor("ended=0");
    waitUntil("nothing is attached", () -> !network.isAttached());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void drawsInGnuScreen(String locale, @TempDir Path place) throws Exception {
    network.sender(5005, "hello");
    try (GnuScreen screen = GnuScreen.open(network::start, locale, place)) {
      screen.type(UDPSCOPE + " h0 -p 5005; echo ended=$?\n");
      String drawn = screen.waitFor("10.66.0.1:5005");
      assertThat(drawn).contains("udpscope h0", "ledger", "Rules", "Packets", "q quit");
      screen.type("d");
      screen.waitFor("goes back to PASS");
      screen.type("uq");
      assertThat(screen.waitFor("ended=0")).doesNotContain("ledger");
    }
    waitUntil("nothing is attached", () -> !network.isAttached());
  }
}
