package io.udpscope.ui;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.udpscope.ui.terminal.Terminal;

/** A terminal whose cells a test can read; Lanterna has all of it. */
final class VirtualTerminal extends DefaultVirtualTerminal implements Terminal {
  VirtualTerminal(int columns, int rows) {
    super(new TerminalSize(columns, rows));
  }
}
