package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.health.HealthLine;
import io.udpscope.app.health.HealthReport;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The path from the wire to the sockets: step | what is counted | since the session began | in the
 * last second | what it means. What is wrong comes first, then the sockets of the chosen ports:
 * address | process | bytes that wait, of how many there may be | drops.
 */
final class HealthPanel {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.left("step", 7),
          Table.Column.left("counted", 16),
          Table.Column.right("since we began", 15),
          Table.Column.right("per s", 8),
          Table.Column.rest("what it means"));

  private static final List<Table.Column> TINY =
      List.of(
          Table.Column.left("step", 7),
          Table.Column.rest("counted"),
          Table.Column.right("total", 7),
          Table.Column.right("per s", 6),
          Table.Column.hidden());

  private static final int WIDE_COLUMNS = 70;
  private static final int TOTAL = 2;
  private static final int PER_SECOND = 3;
  private static final int MEANING = 4;

  private final Canvas canvas;

  private final Rect rect;
  private final AppState state;
  private final Table table;
  private boolean chosen;

  private HealthPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    table = new Table(canvas, rect, 1, rect.width() < WIDE_COLUMNS ? TINY : COLUMNS);
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new HealthPanel(canvas, rect, state).draw();
  }

  private void draw() {
    List<HealthLine> lines = state.healthLines();
    long wrong = lines.stream().filter(HealthLine.Trouble.class::isInstance).count();
    boolean goesOn = lines.stream().anyMatch(HealthPanel::goesOn);
    String about = "from the wire to the sockets";
    String right = wrong == 0 ? "" : wrong == 1 ? "1 is wrong" : wrong + " are wrong";
    Style style = goesOn ? Style.ALARM : Style.WARNING;
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Path health", about, style, right);
    if (!state.facts().ofFile()) {
      table.headings(rect.top() + 1);
    }
    for (int i = 0; i < state.layout().viewRows(); i++) {
      int at = state.health().top() + i;
      if (at < lines.size()) {
        line(rect.top() + 2 + i, at, lines.get(at));
      }
    }
  }

  /** Of the row at hand. */
  private Style look(Style style) {
    return chosen && state.screen().focus() == Pane.VIEW ? Style.CURSOR : style;
  }

  private static boolean goesOn(HealthLine line) {
    return line instanceof HealthLine.Trouble trouble && trouble.perSecond().orElse(0) > 0;
  }

  private void line(int row, int at, HealthLine line) {
    chosen = at == state.health().cursor();
    if (chosen) {
      table.marker(row, look(Style.CHOSEN));
    }
    if (line instanceof HealthLine.Trouble trouble) {
      Style style = look(goesOn(line) ? Style.ALARM : Style.WARNING);
      figures(row, style, trouble.counter().step().word(), trouble.counter().label());
      amounts(row, style, trouble.total(), trouble.perSecond());
      String since = goesOn(line) ? "goes on" : "not in the last second";
      table.cell(row, MEANING, style, since);
    } else if (line instanceof HealthLine.Figure figure) {
      boolean wrong = figure.counter().isTrouble() && figure.total() > 0;
      Style style = look(wrong ? Style.WARNING : Style.PLAIN);
      figures(row, style, figure.counter().step().word(), figure.counter().label());
      amounts(row, style, figure.total(), figure.perSecond());
      table.cell(row, MEANING, look(Style.FAINT), wrong ? figure.counter().meaning() : "");
    } else if (line instanceof HealthLine.Socket socket) {
      socket(row, socket.listener());
    } else if (line instanceof HealthLine.Text text) {
      text(row, style(text.tone()), text.text());
    }
  }

  private void figures(int row, Style style, String step, String label) {
    table.cell(row, 0, style, step);
    table.cell(row, 1, style, label);
  }

  private void amounts(int row, Style style, long total, OptionalLong perSecond) {
    String whole = Figures.count(total);
    boolean fits = whole.length() <= table.width(TOTAL);
    table.cell(row, TOTAL, style, fits ? whole : Figures.brief(total));
    if (perSecond.isPresent()) {
      table.cell(row, PER_SECOND, style, Figures.brief(perSecond.getAsLong()));
    }
  }

  private void text(int row, Style style, String text) {
    canvas.put(rect.left() + 2, row, rect.width() - 2, look(style), text);
  }

  private static Style style(HealthLine.Tone tone) {
    return switch (tone) {
      case PLAIN -> Style.PLAIN;
      case HEADING -> Style.HEADING;
      case GOOD -> Style.PASS;
      case WARNING -> Style.WARNING;
      case ALARM -> Style.ALARM;
    };
  }

  /** {@code 0.0.0.0:5005 slowd (4711) queue 212k of 212k, full drops 1,204}. */
  private void socket(int row, HealthReport.Listener listener) {
    UdpSocket socket = listener.socket();
    boolean full =
        socket.bufferBytes() > 0 && socket.queuedBytes() * 10 >= socket.bufferBytes() * 9;
    String limit = socket.bufferBytes() < 0 ? "" : " of " + Figures.brief(socket.bufferBytes());
    String queue = "queue " + Figures.brief(socket.queuedBytes()) + limit + (full ? ", full" : "");
    String connected = socket.isConnected() ? ", of one peer" : "";
    String text =
        "  "
            + socket.endpoint()
            + connected
            + "  "
            + owner(listener)
            + "  "
            + queue
            + "  drops "
            + Figures.count(socket.drops());
    text(row, full ? Style.ALARM : socket.drops() > 0 ? Style.WARNING : Style.PLAIN, text);
  }

  private static String owner(HealthReport.Listener listener) {
    Optional<SocketOwner> owner = listener.owner();
    if (owner.isPresent()) {
      return owner.get().name() + " (" + owner.get().pid() + ")";
    }
    return listener.sought() ? "a process that cannot be seen from here" : "…";
  }
}
