package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.StoreFill;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.time.FileTime;
import io.udpscope.model.Ledger;
import io.udpscope.model.Traffic;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Where packets went: nic, received by the interface | seen by the program | matched by a rule |
 * sent by this host and matched, where that is observed | left out, as rules want a sample or
 * nothing captured, if any were | read out of the ring | lost to a full ring | lost to the relay's,
 * if any were | the packet store: used, size, time that it spans.
 */
final class LedgerPanel {
  /** Records that found a ring full: the session's own, and the relay's. */
  private record Lost(long tap, long relay) {
    String text() {
      String ofRelay = relay == 0 ? "" : ", relay " + Figures.count(relay);
      return "lost " + Figures.count(tap) + ofRelay;
    }
  }

  private LedgerPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    if (state.facts().ofFile()) {
      drawFile(canvas, rect, state);
      return;
    }
    Ledger ledger = state.snapshot().ledger();
    long lostByRelay = state.snapshot().relay().map(one -> one.ring().lost()).orElse(0L);
    Lost lost = new Lost(ledger.tap().lost(), lostByRelay);
    StoreFill fill = state.snapshot().store();
    String store = store(fill);
    String storeAndSpan = store + " · " + Figures.span(fill.spanNanos());
    String whole = steps(ledger, "  ", Figures::count);
    String brief = steps(ledger, "  ", Figures::brief);
    String dense = steps(ledger, " ", Figures::brief);
    String figures = dense.substring(" ledger".length());
    String[][] choices = {
      {whole, storeAndSpan},
      {whole, store},
      {brief, storeAndSpan},
      {brief, store},
      {dense, store},
      {figures, store}
    };
    for (String[] choice : choices) {
      if (fits(canvas, rect, choice, lost)) {
        draw(canvas, rect, choice[0], choice[1], lost);
        return;
      }
    }
    draw(canvas, rect, figures, "", lost);
  }

  /**
   * Out of a file: packets of each kind | lost, as far as it says | its first and its last time.
   */
  private static void drawFile(Canvas canvas, Rect rect, AppState state) {
    Ledger ledger = state.snapshot().ledger();
    Lost lost = new Lost(ledger.tap().lost(), 0);
    Optional<FileTime> time =
        state.snapshot().status() instanceof SessionStatus.OfFile file
            ? file.time()
            : Optional.empty();
    String when = time.map(FileTimeText::whole).orElse("");
    String span = time.map(one -> " · " + Figures.span(one.spanNanos())).orElse("");
    String whole = kinds(ledger, Figures::count, true);
    String brief = kinds(ledger, Figures::brief, true);
    String fewer = kinds(ledger, Figures::brief, false);
    String[][] choices = {
      {whole, when + span},
      {whole, when},
      {brief, when + span},
      {brief, when},
      {fewer, when},
      {fewer, time.map(FileTimeText::brief).orElse("")}
    };
    for (String[] choice : choices) {
      if (fits(canvas, rect, choice, lost)) {
        draw(canvas, rect, choice[0], choice[1], lost);
        return;
      }
    }
    draw(canvas, rect, fewer, "", lost);
  }

  /**
   * @param all also those that there are none of
   */
  private static String kinds(Ledger ledger, LongFunction<String> figure, boolean all) {
    return " packets "
        + figure.apply(ledger.seen().packets())
        + "  udp "
        + figure.apply(ledger.unmatched().packets())
        + kind("fragments", ledger.fragments(), figure, all)
        + kind("malformed", ledger.malformed(), figure, all)
        + kind("other", ledger.other(), figure, all)
        + "  ";
  }

  private static String kind(
      String word, Traffic traffic, LongFunction<String> figure, boolean all) {
    boolean none = traffic.packets() == 0 && !all;
    return none ? "" : "  " + word + " " + figure.apply(traffic.packets());
  }

  private static boolean fits(Canvas canvas, Rect rect, String[] choice, Lost lost) {
    int columns = choice[0].length() + lost.text().length() + canvas.columns(choice[1]);
    return columns + 3 <= rect.width();
  }

  private static void draw(Canvas canvas, Rect rect, String steps, String store, Lost lost) {
    int row = rect.top();
    int left = rect.left();
    int end = left + rect.width();
    left += canvas.put(left, row, end - left, Style.PLAIN, steps);
    Style style = lost.tap() > 0 || lost.relay() > 0 ? Style.ALARM : Style.PLAIN;
    left += canvas.put(left, row, end - left, style, lost.text());
    canvas.putRight(left, row, end - left - 1, Style.PLAIN, store);
  }

  private static String store(StoreFill fill) {
    String used = Figures.mebibytes(fill.usedBytes());
    return "store " + used + "/" + Figures.mebibytes(fill.capacityBytes()) + " MiB";
  }

  private static String steps(Ledger ledger, String gap, LongFunction<String> figure) {
    long sent = ledger.sent().packets();
    long leftOut = ledger.tap().leftOut();
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
        + (sent == 0 ? "" : "sent " + figure.apply(sent) + gap)
        + (leftOut == 0 ? "" : "left out " + figure.apply(leftOut) + gap)
        + "read "
        + figure.apply(ledger.tap().read())
        + gap;
  }
}
