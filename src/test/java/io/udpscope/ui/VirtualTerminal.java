package io.udpscope.ui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.udpscope.ui.terminal.Terminal;
import java.util.Set;

/** A terminal whose cells a test can read; Lanterna has nearly all of it. */
final class VirtualTerminal extends DefaultVirtualTerminal implements Terminal {
  VirtualTerminal(int columns, int rows) {
    super(new TerminalSize(columns, rows));
  }

  @Override
  public void setLook(TextColor foreground, TextColor background, Set<SGR> modifiers) {
    resetColorAndSGR();
    setForegroundColor(foreground);
    setBackgroundColor(background);
    modifiers.forEach(this::enableSGR);
  }

  @Override
  public void eraseRow(int columns) {
    resetColorAndSGR();
    putString(" ".repeat(columns));
  }

  @Override
  public int waiting() {
    return 0;
  }
}
