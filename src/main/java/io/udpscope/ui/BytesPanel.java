package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SelectedPacket;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.page.ByteRange;
import java.util.Optional;

/**
 * The captured bytes of the chosen packet: offset | hexadecimal, in groups of eight | the same as
 * ASCII. The bytes of the field chosen in the detail pane are lit, and so is the field around the
 * byte chosen here, or what was found.
 */
final class BytesPanel {
  private static final int OFFSET = 5;
  private static final int GROUP = 8;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final int perRow;
  private final int litFrom;
  private final int litEnd;

  private BytesPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    perRow = state.layout().bytesPerRow();
    Optional<ByteRange> lit = state.litBytes();
    litFrom = lit.map(ByteRange::from).orElse(0);
    litEnd = lit.map(ByteRange::end).orElse(0);
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new BytesPanel(canvas, rect, state).draw();
  }

  private void draw() {
    if (state.selected().isEmpty()) {
      PaneTitle.draw(canvas, rect, state, Pane.BYTES, "Bytes", "");
      String why = DetailPanel.whyEmpty(state);
      canvas.put(rect.left() + 2, rect.top() + 1, rect.width() - 2, Style.PLAIN, why);
      return;
    }
    SelectedPacket packet = state.selected().get();
    long length = packet.packet().length();
    int here = packet.frameBytes();
    String about = here == length ? here + " bytes" : here + " of " + length + " bytes captured";
    PaneTitle.draw(canvas, rect, state, Pane.BYTES, "Bytes", about);
    for (int i = 0; i < rect.height() - 1; i++) {
      int from = (state.detail().bytesTop() + i) * perRow;
      if (from < here) {
        bytes(rect.top() + 1 + i, packet, from);
      }
    }
  }

  private void bytes(int row, SelectedPacket packet, int from) {
    int left = rect.left() + 1;
    canvas.put(left, row, OFFSET, Style.FAINT, hex(from, 4));
    int hexLeft = left + OFFSET;
    int textLeft = hexLeft + perRow * 3 + (perRow > GROUP ? 1 : 0);
    for (int i = 0; i < perRow && from + i < packet.frameBytes(); i++) {
      int value = packet.frameByte(from + i);
      boolean lit = from + i >= litFrom && from + i < litEnd;
      boolean chosen =
          state.screen().focus() == Pane.BYTES && from + i == state.detail().byteCursor();
      Style style = chosen ? Style.CURSOR : lit ? Style.LIT : Style.PLAIN;
      int gap = i >= GROUP ? 1 : 0;
      canvas.put(hexLeft + i * 3 + gap, row, 2, style, hex(value, 2));
      boolean printable = value >= 0x20 && value < 0x7f;
      canvas.put(textLeft + i, row, 1, style, printable ? String.valueOf((char) value) : ".");
    }
  }

  private static String hex(int value, int digits) {
    char[] text = new char[digits];
    for (int i = 0; i < digits; i++) {
      text[i] = Character.forDigit(value >> 4 * (digits - 1 - i) & 0xf, 16);
    }
    return new String(text);
  }
}
