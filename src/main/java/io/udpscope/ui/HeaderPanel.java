package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SelectedPacket;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.Snapshot;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.time.Rate;
import io.udpscope.model.Hook;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The first line: program, interfaces, hook, how the session and its relay stand | the last minute
 * in packets a second, packets and bytes a second now | host, time of day. Of a file: how far it
 * was read | when the chosen packet was captured.
 */
final class HeaderPanel {
  private static final int MAX_HISTORY = 32;

  /** Without room for that much history, the host makes way. */
  private static final int MIN_HISTORY = 12;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Snapshot snapshot;

  /** The first column that is still free, and the one behind the last. */
  private int left;

  private final int end;

  private HeaderPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    snapshot = state.snapshot();
    left = rect.left();
    end = left + rect.width();
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    HeaderPanel panel = new HeaderPanel(canvas, rect, state);
    panel.session();
    panel.warnings();
    if (state.facts().ofFile()) {
      panel.moment(); // rates and the host would not be those of the packets
    } else {
      panel.rates(panel.place());
    }
  }

  private void put(Style style, String text) {
    left += canvas.put(left, rect.top(), end - left, style, text);
  }

  private void session() {
    SessionStatus status = snapshot.status();
    put(Style.HEADING, " udpscope " + state.facts().interfaces());
    String hooks = status.hooks().stream().map(Hook::word).collect(Collectors.joining("+"));
    put(Style.PLAIN, hooks.isEmpty() ? " · " : " · " + hooks + " · ");
    put(statusStyle(status), status(status, state.facts().ofFile()));
  }

  private void warnings() {
    boolean ofFile = state.facts().ofFile();
    if (state.facts().readOnly() && !ofFile) {
      put(Style.WARNING, " · read-only");
    }
    if (snapshot.relay().isPresent() && !snapshot.relay().get().alive()) {
      put(Style.ALARM, " · relay stopped");
    }
    if (state.slowDisplay().isPresent()) {
      boolean lossless = snapshot.ledger().tap().lost() == 0 && !ofFile;
      String slow = " · display " + state.slowDisplay().getAsInt() + " fps";
      put(Style.WARNING, slow + (lossless ? ", capture lossless" : ""));
    }
  }

  /** Of a file: when the chosen packet was captured. */
  private void moment() {
    state
        .selected()
        .map(SelectedPacket::packet)
        .ifPresent(
            packet -> {
              String day = LocalDate.ofEpochDay(packet.epochDay()).toString();
              String moment = day + " " + Figures.clock(packet.timeOfDayNanos()) + " ";
              canvas.putRight(left + 2, rect.top(), end - left - 2, Style.PLAIN, moment);
            });
  }

  /**
   * Host and time, as far as there is room beside the rates.
   *
   * @return the column behind the rates
   */
  private int place() {
    String clock = Figures.clock(snapshot.timeOfDayNanos()) + " ";
    String both = "host " + state.facts().host() + "  " + clock;
    int room = end - left - 2;
    boolean roomy = canvas.columns(both) + rateText().length() + MIN_HISTORY <= room;
    String place = roomy ? both : clock;
    int columns = canvas.columns(place);
    if (columns > room) {
      return left;
    }
    canvas.put(end - columns, rect.top(), columns, Style.PLAIN, place);
    return end - columns - 2;
  }

  private void rates(int ratesEnd) {
    String rates = rateText();
    int room = ratesEnd - left - 2;
    if (rates.length() > room) {
      return;
    }
    int at = ratesEnd - rates.length();
    canvas.put(at, rect.top(), rates.length(), Style.PLAIN, rates);
    int bars = Math.min(MAX_HISTORY, room - rates.length() - 1);
    String history = Bars.heights(snapshot.rates().history(), bars);
    canvas.put(at - 1 - history.length(), rect.top(), history.length(), Style.LIVE, history);
  }

  private String rateText() {
    Rate seen = snapshot.rates().seen();
    return Figures.packetRate(seen.packets()) + "  " + Figures.byteRate(seen.bytes());
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
