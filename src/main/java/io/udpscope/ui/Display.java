package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.ThemeName;
import io.udpscope.model.Ledger;
import io.udpscope.ui.terminal.AnsiTerminal;
import io.udpscope.ui.terminal.Tty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Draws what is new on the terminal, no faster than the link to it takes, and what answers a key
 * first. The session's thread alone.
 */
final class Display {
  private final Tty tty;
  private final AnsiTerminal terminal;
  private final FrameBuffer buffer;
  private final FramePainter painter;
  private final SessionStats stats = new SessionStats();
  private final DisplayRate rate = new DisplayRate(System.nanoTime());
  private LinkPace pace = new LinkPace();
  private AppState drawn;
  private boolean redraw = true;
  private long keyReadNanos;
  private boolean keyWaits;

  Display(Tty tty, AnsiTerminal terminal, int[] size, Appearance appearance) {
    this.tty = tty;
    this.terminal = terminal;
    terminal.setColumns(size[0]);
    buffer = new FrameBuffer(terminal, size[0], size[1]);
    painter = new FramePainter(buffer, appearance);
  }

  /**
   * @param size columns and rows
   */
  void resize(int[] size) {
    buffer.resize(size[0], size[1]);
    terminal.setColumns(size[0]);
    painter.forget();
  }

  /** Every cell is drawn anew, whatever the terminal shows. */
  void redraw() {
    redraw = true;
  }

  /** Nothing is known any more of what the terminal shows, nor of the link to it. */
  void startAnew() throws IOException {
    terminal.forget();
    redraw = true;
    measureLink();
  }

  void use(ThemeName theme) {
    painter.use(theme);
    drawn = null;
  }

  /**
   * A key is to be answered.
   *
   * @param nanos when it was read
   */
  void keyPressed(long nanos) {
    keyReadNanos = keyWaits ? keyReadNanos : nanos;
    keyWaits = true;
  }

  /**
   * Sends what the link takes of what is new. A frame that does not fit goes in parts, and the next
   * one begins behind its last part, or where a key was pressed, which is answered first.
   */
  void draw(AppState state) throws IOException {
    long now = System.nanoTime();
    boolean fresh = state != drawn || redraw;
    if (!fresh && !buffer.isPending() || !pace.mayWrite(now)) {
      return;
    }
    if (fresh && (redraw || keyWaits || !buffer.isPending())) {
      painter.paint(state);
      drawn = state;
    }
    send(now);
    if (buffer.isPending()) {
      return;
    }
    stats.frame();
    rate.drawn(System.nanoTime());
    if (keyWaits && isAnswered(state)) {
      keyWaits = false;
      stats.key(System.nanoTime() - keyReadNanos);
    }
  }

  private void send(long now) throws IOException {
    boolean ask = pace.wantsAnswer(now);
    if (ask) {
      terminal.ask();
    }
    long before = terminal.bytesWritten();
    buffer.flush(redraw, pace.budget());
    redraw = false;
    int bytes = (int) (terminal.bytesWritten() - before);
    rate.sent(bytes);
    if (ask && bytes > 0) {
      asked(bytes);
    } else {
      pace.sent(bytes);
    }
  }

  private void asked(int bytes) {
    pace.asked(System.nanoTime(), bytes);
    tty.expectAnswer(true);
  }

  /** The frame shows what the last key asked for: the row that was chosen, the change confirmed. */
  private static boolean isAnswered(AppState state) {
    long cursor = state.packetCursor();
    return state.asked().pending().isEmpty()
        && (cursor < state.page().firstRow() || state.page().row(cursor) != null);
  }

  /** The terminal is asked before anything is sent, so that there is something to compare with. */
  void measureLink() throws IOException {
    pace = new LinkPace();
    terminal.askNow();
    asked(0);
  }

  /** The terminal has answered so many times. */
  void answered(int times) {
    for (int i = 0; i < times; i++) {
      pace.answered(System.nanoTime());
      tty.expectAnswer(false);
    }
  }

  /** The terminal was asked, and has not answered. */
  boolean awaitsAnswer() {
    return pace.isAsked();
  }

  boolean isSlow() {
    return pace.isSlow();
  }

  /** How long to wait before there is something to draw that the link did not take. */
  int patienceMillis() {
    return pace.patienceMillis(System.nanoTime());
  }

  /** Frames a second, where the terminal takes fewer than there are. */
  OptionalInt slowRate() {
    return rate.slow(System.nanoTime(), pace.isSlow());
  }

  /** What drawing has cost, in words. */
  String cost() {
    return rate.told(terminal.bytesWritten(), terminal.writes());
  }

  /** Writes for a test what drawing has cost. */
  void writeStats(Path file, Ledger ledger) throws IOException {
    stats.write(file, ledger, terminal.bytesWritten(), terminal.writes());
  }
}
