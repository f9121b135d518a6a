package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.TmuxSession.Screen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator looks for one packet among many. */
@Tag("bpf")
class FindingTest extends TrafficStory {
  @Test
  void filtersAndFindsAPayload() throws Exception {
    network.sender(5005, "<134>web-3 nginx: started");
    network.sender(5006, "needle in a stack");
    openLive(120, 40, "-p 5005-5006");
    terminal.waitFor("10.66.0.1:5005");
    terminal.waitFor("10.66.0.1:5006");

    terminal.keys("/");
    terminal.type("dst port 5006000");
    terminal.waitFor("illegal port number 5006000 > 65535");
    terminal.keys("Enter");
    Screen refused = terminal.waitFor("dst port 5006000");
    assertThat(refused.line("Packets")).doesNotContain("filter:");

    terminal.keys("BSpace", "BSpace", "BSpace");
    terminal.waitFor("the line is mended", screen -> !screen.contains("illegal port number"));
    terminal.keys("Enter");
    Screen filtered = terminal.waitFor("shown · filter: dst port 5006");
    assertThat(filtered.contains("10.66.0.1:5005")).isFalse();
    assertThat(filtered.line("10.66.0.1:5006")).contains("passed");

    terminal.keys("/", "C-u", "Enter");
    terminal.waitFor("all are shown again", screen -> screen.contains("10.66.0.1:5005"));

    terminal.keys("C-f");
    terminal.type("needle");
    terminal.keys("Enter");
    terminal.waitFor("the hit is chosen", screen -> screen.contains("▸") && parked(screen));
    waitUntil("its bytes are lit", () -> terminal.isLit("needle"));
    assertThat(terminal.screen().line("Detail")).contains("packet");
    quit();
  }

  private static boolean parked(Screen screen) {
    return screen.contains("not following")
        && screen.lines().stream()
            .anyMatch(line -> line.startsWith("▸ ") && line.contains("10.66.0.1:5006"));
  }
}
