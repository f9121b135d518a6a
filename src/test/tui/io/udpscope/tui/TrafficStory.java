package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What a story of an operator begins and ends with: a network with traffic, and a live session. */
abstract class TrafficStory {
  static final String UDPSCOPE = Path.of("udpscope").toAbsolutePath().toString();

  final PrivateNetwork network = new PrivateNetwork();
  TmuxSession terminal;
  @TempDir Path directory;

  @AfterEach
  final void end() {
    if (terminal != null) {
      terminal.close();
    }
    network.close();
  }

  /** The session on {@code h0}, until it is live. */
  final void openLive(int columns, int rows, String arguments) throws IOException {
    terminal = TmuxSession.open(network::start, columns, rows, directory);
    terminal.run(UDPSCOPE + " h0 " + arguments + "; echo ended=$?");
    terminal.waitFor(" live ");
  }

  /** By its key; nothing of it stays. */
  final void quit() {
    terminal.keys("q");
    terminal.waitFor("ended=0");
    waitUntil("nothing is attached", () -> !network.isAttached());
  }
}
