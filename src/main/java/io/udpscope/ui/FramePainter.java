package io.udpscope.ui;

import com.googlecode.lanterna.screen.Screen;
import io.udpscope.app.AppState;
import io.udpscope.app.Layout;
import io.udpscope.app.Mode;
import io.udpscope.app.Rect;

/** Puts a whole frame into a screen's cells: nothing but what the state says, and no lock. */
public final class FramePainter {
  private final Screen screen;
  private final Canvas canvas;

  /**
   * @param colour false: bold and reverse only
   * @param ascii true: no character beyond ASCII
   */
  public FramePainter(Screen screen, boolean colour, boolean ascii) {
    this.screen = screen;
    this.canvas = new Canvas(screen, Theme.of(colour), ascii);
  }

  public void paint(AppState state) {
    screen.clear();
    Layout layout = state.layout();
    if (layout.isTooSmall()) {
      tooSmall(layout, state);
    } else {
      HeaderPanel.draw(canvas, layout.header(), state);
      LedgerPanel.draw(canvas, layout.ledger(), state);
      body(layout, state);
      FooterPanel.message(canvas, layout.message(), state);
    }
    FooterPanel.keys(canvas, layout.footer(), state);
  }

  private void body(Layout layout, AppState state) {
    Rect separator = layout.separator();
    canvas.fill(separator.left(), separator.top(), separator.width(), Style.FAINT, '─');
    if (state.mode() instanceof Mode.Help help) {
      int bottom = separator.isEmpty() ? layout.message().top() : separator.top();
      HelpPanel.draw(canvas, new Rect(0, 2, state.columns(), bottom - 2), state, help);
      return;
    }
    if (!layout.rules().isEmpty()) {
      RulesPanel.draw(canvas, layout.rules(), state);
    }
    if (!layout.packets().isEmpty()) {
      PacketsPanel.draw(canvas, layout.packets(), state);
    }
    if (!layout.detail().isEmpty()) {
      DetailPanel.draw(canvas, layout.detail(), state);
    }
    if (!layout.bytes().isEmpty()) {
      BytesPanel.draw(canvas, layout.bytes(), state);
    }
  }

  private void tooSmall(Layout layout, AppState state) {
    String[] lines = {
      "too small: " + state.columns() + "x" + state.rows(),
      "needs " + Layout.MIN_COLUMNS + "x" + Layout.MIN_ROWS,
      state.facts().interfaces() + ": session goes on"
    };
    Rect room = layout.message();
    for (int i = 0; i < lines.length && i < room.height(); i++) {
      canvas.put(0, i, room.width(), Style.PLAIN, lines[i]);
    }
  }
}
