package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Rect;
import io.udpscope.app.StoreFill;
import io.udpscope.model.Ledger;
import java.util.function.LongFunction;

/**
 * Where packets went: nic, received by the interface | seen by the program | matched by a rule |
 * read out of the ring | lost to a full ring | the packet store: used, size, time that it spans.
 */
final class LedgerPanel {
  private LedgerPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    Ledger ledger = state.snapshot().ledger();
    StoreFill fill = state.snapshot().store();
    String store =
        "store "
            + Figures.mebibytes(fill.usedBytes())
            + "/"
            + Figures.mebibytes(fill.capacityBytes())
            + " MiB · "
            + Figures.span(fill.spanNanos())
            + " ";
    String lost = Figures.count(ledger.tap().lost());
    int room = rect.width() - lost.length() - canvas.columns(store) - 9;
    String steps = steps(ledger, "  ", Figures::count);
    if (canvas.columns(steps) > room) {
      steps = steps(ledger, "  ", Figures::brief);
    }
    if (canvas.columns(steps) > room) {
      steps = steps(ledger, " ", Figures::brief).substring(" ledger".length());
    }
    int row = rect.top();
    int left = rect.left();
    int end = left + rect.width();
    left += canvas.put(left, row, end - left, Style.PLAIN, steps);
    Style style = ledger.tap().lost() > 0 ? Style.ALARM : Style.PLAIN;
    left += canvas.put(left, row, end - left, style, "lost " + lost);
    int storeColumns = Math.min(canvas.columns(store), end - left - 2);
    canvas.putRight(end - storeColumns, row, storeColumns, Style.PLAIN, store);
  }

  private static String steps(Ledger ledger, String gap, LongFunction<String> figure) {
    return " ledger"
        + gap
        + "nic "
        + figure.apply(ledger.nic())
        + gap
        + "seen "
        + figure.apply(ledger.seen().packets())
        + gap
        + "matched "
        + figure.apply(ledger.matched().packets())
        + gap
        + "read "
        + figure.apply(ledger.tap().read())
        + gap;
  }
}
