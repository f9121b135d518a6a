package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.ui.terminal.Terminal;

/** Draws a screen as text, which no terminal sees. The UI thread's. */
final class ScreenText {
  private final Terminal terminal;
  private final Appearance appearance;

  /**
   * @param terminal nothing is sent to it
   */
  ScreenText(Terminal terminal, Appearance appearance) {
    this.terminal = terminal;
    this.appearance = appearance;
  }

  /** Lines without blanks at their ends. */
  String of(AppState state) {
    FrameBuffer frame = new FrameBuffer(terminal, state.screen().columns(), state.screen().rows());
    new FramePainter(frame, appearance).paint(state);
    return frame.text();
  }
}
