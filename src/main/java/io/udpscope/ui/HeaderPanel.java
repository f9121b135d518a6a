package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SelectedPacket;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.Snapshot;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.Hook;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * The first line: program, interfaces, hook, how the session and its relay stand | the last minute
 * in packets a second, packets and bytes a second now | host, time of day. Of a file: how far it
 * was read | when the chosen packet was captured.
 */
final class HeaderPanel {
  private static final int MAX_HISTORY = 32;

  private HeaderPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    Snapshot snapshot = state.snapshot();
    int row = rect.top();
    int left = rect.left();
    int end = left + rect.width();
    left +=
        canvas.put(left, row, end - left, Style.HEADING, " udpscope " + state.facts().interfaces());
    left += canvas.put(left, row, end - left, Style.PLAIN, hooks(snapshot.status()) + " · ");
    left +=
        canvas.put(
            left,
            row,
            end - left,
            statusStyle(snapshot.status()),
            status(snapshot.status(), state.facts().ofFile()));
    if (state.facts().readOnly() && !state.facts().ofFile()) {
      left += canvas.put(left, row, end - left, Style.WARNING, " · read-only");
    }
    if (snapshot.relay().isPresent() && !snapshot.relay().get().alive()) {
      left += canvas.put(left, row, end - left, Style.ALARM, " · relay stopped");
    }
    if (state.slowDisplay().isPresent()) {
      boolean lossless = snapshot.ledger().tap().lost() == 0 && !state.facts().ofFile();
      String slow = " · display " + state.slowDisplay().getAsInt() + " fps";
      slow += lossless ? ", capture lossless" : "";
      left += canvas.put(left, row, end - left, Style.WARNING, slow);
    }
    if (state.facts().ofFile()) {
      drawMoment(canvas, row, left, end, state);
      return; // rates and the host would not be those of the packets
    }
    String clock = Figures.clock(snapshot.timeOfDayNanos());
    String place = "host " + state.facts().host() + "  " + clock + " ";
    String rates =
        Figures.packetRate(snapshot.rates().seen().packets())
            + "  "
            + Figures.byteRate(snapshot.rates().seen().bytes());
    int room = end - left - 2;
    if (canvas.columns(place) + rates.length() + 12 > room) {
      place = clock + " ";
    }
    int placeColumns = canvas.columns(place);
    if (placeColumns > room) {
      return;
    }
    canvas.put(end - placeColumns, row, placeColumns, Style.PLAIN, place);
    room -= placeColumns + 2;
    if (rates.length() > room) {
      return;
    }
    int ratesLeft = end - placeColumns - 2 - rates.length();
    canvas.put(ratesLeft, row, rates.length(), Style.PLAIN, rates);
    int bars = Math.min(MAX_HISTORY, room - rates.length() - 1);
    String history = Bars.heights(snapshot.rates().history(), bars);
    canvas.put(ratesLeft - 1 - history.length(), row, history.length(), Style.LIVE, history);
  }

  /** Of a file: when the chosen packet was captured. */
  private static void drawMoment(Canvas canvas, int row, int left, int end, AppState state) {
    state
        .selected()
        .map(SelectedPacket::packet)
        .ifPresent(
            packet -> {
              String day = LocalDate.ofEpochDay(packet.epochDay()).toString();
              String moment = day + " " + Figures.clock(packet.timeOfDayNanos()) + " ";
              canvas.putRight(left + 2, row, end - left - 2, Style.PLAIN, moment);
            });
  }

  private static String hooks(SessionStatus status) {
    StringBuilder text = new StringBuilder();
    for (Hook hook : used(status)) {
      text.append(text.length() == 0 ? " · " : "+").append(hook.word());
    }
    return text.toString();
  }

  private static List<Hook> used(SessionStatus status) {
    if (status instanceof SessionStatus.Live live) {
      return live.hooks();
    }
    if (status instanceof SessionStatus.Down down) {
      return down.hooks();
    }
    return status instanceof SessionStatus.Gone gone ? gone.hooks() : List.of();
  }

  private static String status(SessionStatus status, boolean ofFile) {
    if (status instanceof SessionStatus.Attaching) {
      return ofFile ? "file · reading" : "○ attaching …";
    }
    if (status instanceof SessionStatus.Down down) {
      return "▼ " + down.interfaceName() + " down";
    }
    if (status instanceof SessionStatus.Gone gone) {
      return "○ " + gone.interfaceName() + " deleted";
    }
    if (status instanceof SessionStatus.OfFile file) {
      return "file · " + progress(file);
    }
    return status instanceof SessionStatus.Live ? "● live" : "○ ended";
  }

  private static String progress(SessionStatus.OfFile reading) {
    long count = reading.packets();
    String packets = Figures.count(count) + (count == 1 ? " packet" : " packets");
    if (reading.isDone()) {
      return packets;
    }
    OptionalInt percent = reading.percent();
    return percent.isPresent()
        ? "reading " + percent.getAsInt() + " %"
        : "reading, " + packets + " so far";
  }

  private static Style statusStyle(SessionStatus status) {
    if (status instanceof SessionStatus.Live) {
      return Style.LIVE;
    }
    if (status instanceof SessionStatus.OfFile) {
      return Style.PLAIN;
    }
    return status instanceof SessionStatus.Attaching ? Style.INFORMATION : Style.ALARM;
  }
}
