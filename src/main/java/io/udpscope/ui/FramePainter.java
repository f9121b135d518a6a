package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.AskedChanges;
import io.udpscope.app.ChangeReport;
import io.udpscope.app.DetailView;
import io.udpscope.app.FlowsView;
import io.udpscope.app.ListView;
import io.udpscope.app.Mode;
import io.udpscope.app.PacketsView;
import io.udpscope.app.RuleRow;
import io.udpscope.app.Screen;
import io.udpscope.app.SelectedPacket;
import io.udpscope.app.SessionFacts;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.Snapshot;
import io.udpscope.app.Standing;
import io.udpscope.app.StoreFill;
import io.udpscope.app.ThemeName;
import io.udpscope.app.find.FilterNews;
import io.udpscope.app.find.Finding;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.health.HealthReport;
import io.udpscope.app.key.Context;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.log.LoggedEvent;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.target.TargetReport;
import io.udpscope.app.time.Timeline;
import io.udpscope.model.Ledger;
import io.udpscope.model.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * Puts a frame into the cells: nothing but what the state says, and no lock. The panes are painted
 * only where something in them is not as in the frame before.
 */
public final class FramePainter {
  /** All that the panes show, but for the time of day. */
  private record Body(
      Layout layout,
      Mode mode,
      Screen screen,
      ListView rulesView,
      List<RuleRow> rules,
      Traffic unmatched,
      long unmatchedPerSecond,
      Optional<AskedChanges.Pending> pending,
      ChangeReport changes,
      HealthReport health,
      ListView healthView,
      List<LoggedEvent> events,
      ListView log,
      TargetReport targets,
      PacketsView packets,
      PacketPage page,
      FilterNews filter,
      Finding finding,
      long packetsHeld,
      int packetsShift,
      Optional<SelectedPacket> selected,
      DetailView detail,
      FlowsView flowsView,
      FlowPage flows,
      Timeline timeline,
      long lost,
      SessionStatus status) {
    static Body of(AppState state) {
      Snapshot snapshot = state.snapshot();
      return new Body(
          state.layout(),
          state.mode(),
          state.screen(),
          state.rules(),
          snapshot.rules(),
          snapshot.ledger().unmatched(),
          snapshot.rates().unmatchedPerSecond(),
          state.asked().pending(),
          snapshot.changes(),
          snapshot.health(),
          state.health(),
          snapshot.events(),
          state.log(),
          snapshot.targets(),
          state.packets(),
          snapshot.page(),
          snapshot.filter(),
          state.finding(),
          snapshot.store().packets(),
          state.packetsShift(),
          state.selected(),
          state.detail(),
          state.flows(),
          snapshot.flows(),
          state.layout().timeline().isEmpty() ? null : snapshot.rates().timeline(),
          snapshot.ledger().tap().lost(),
          snapshot.status());
    }
  }

  /** All that the lines around the panes show, but for the first, where the time of day is. */
  private record Edges(
      Layout layout,
      SessionFacts facts,
      Mode mode,
      Context context,
      boolean canChangeRules,
      int count,
      boolean guarded,
      Optional<Notice> message,
      Optional<Standing> standing,
      Ledger ledger,
      long lostByRelay,
      StoreFill store) {
    static Edges of(AppState state) {
      Snapshot snapshot = state.snapshot();
      return new Edges(
          state.layout(),
          state.facts(),
          state.mode(),
          state.context(),
          state.canChangeRules(),
          state.count(),
          state.asked().guarded().isPresent(),
          state.message(),
          snapshot.changes().standing(),
          snapshot.ledger(),
          snapshot.relay().map(one -> one.ring().lost()).orElse(0L),
          snapshot.store());
    }
  }

  private final FrameBuffer buffer;
  private final boolean ascii;
  private Canvas canvas;
  private Body painted;
  private Edges paintedEdges;

  public FramePainter(FrameBuffer buffer, Appearance appearance) {
    this.buffer = buffer;
    this.ascii = appearance.ascii();
    use(appearance.theme());
  }

  /** From the next frame on. */
  public void use(ThemeName theme) {
    canvas = new Canvas(buffer, Theme.of(theme), ascii);
    forget();
  }

  public void paint(AppState state) {
    Layout layout = state.layout();
    Body body = Body.of(state);
    Edges edges = Edges.of(state);
    buffer.begin();
    urge(layout.message());
    urge(layout.countdown());
    urge(layout.form());
    if (!body.equals(painted)) {
      buffer.clear(0, state.screen().rows());
      painted = body;
      paintedEdges = null;
      if (layout.isTooSmall()) {
        tooSmall(layout, state);
      } else {
        body(layout, state);
      }
    }
    if (!layout.isTooSmall()) {
      buffer.clear(layout.header().top(), layout.header().height());
      HeaderPanel.draw(canvas, layout.header(), state);
    }
    if (!edges.equals(paintedEdges)) {
      paintedEdges = edges;
      edges(layout, state);
    }
  }

  private void edges(Layout layout, AppState state) {
    if (!layout.isTooSmall()) {
      buffer.clear(layout.ledger().top(), layout.ledger().height());
      LedgerPanel.draw(canvas, layout.ledger(), state);
      buffer.clear(layout.message().top(), layout.message().height());
      FooterPanel.message(canvas, layout.message(), state);
      buffer.clear(layout.countdown().top(), layout.countdown().height());
      FooterPanel.countdown(canvas, layout.countdown(), state);
    }
    buffer.clear(layout.footer().top(), 1);
    FooterPanel.keys(canvas, layout.footer(), state);
  }

  private void urge(Rect rect) {
    for (int row = rect.top(); row < rect.top() + rect.height(); row++) {
      buffer.urge(row);
    }
  }

  /** The cells are blank, or those of another size. */
  public void forget() {
    painted = null;
  }

  private void body(Layout layout, AppState state) {
    Rect separator = layout.separator();
    canvas.fill(separator.left(), separator.top(), separator.width(), Style.FAINT, '─');
    if (state.mode() instanceof Mode.Help help) {
      int bottom = separator.isEmpty() ? layout.message().top() : separator.top();
      HelpPanel.draw(canvas, new Rect(0, 2, state.screen().columns(), bottom - 2), state, help);
      return;
    }
    if (state.mode() instanceof Mode.Editing editing) {
      FormPanel.draw(canvas, layout.form(), state, editing);
    }
    if (!layout.rules().isEmpty()) {
      RulesPanel.draw(canvas, layout.rules(), state);
    }
    if (!layout.view().isEmpty()) {
      view(layout.view(), state);
    }
    if (!layout.timeline().isEmpty()) {
      TimelinePanel.draw(canvas, layout.timeline(), state);
    }
    if (!layout.detail().isEmpty()) {
      DetailPanel.draw(canvas, layout.detail(), state);
    }
    if (!layout.bytes().isEmpty()) {
      BytesPanel.draw(canvas, layout.bytes(), state);
    }
  }

  private void view(Rect rect, AppState state) {
    switch (state.screen().view()) {
      case PACKETS -> PacketsPanel.draw(canvas, rect, state);
      case CONVERSATIONS -> ConversationsPanel.draw(canvas, rect, state);
      case TALKERS -> TalkersPanel.draw(canvas, rect, state);
      case HEALTH -> HealthPanel.draw(canvas, rect, state);
      case LOG -> LogPanel.draw(canvas, rect, state);
    }
  }

  private void tooSmall(Layout layout, AppState state) {
    String[] lines = {
      "too small: " + state.screen().columns() + "x" + state.screen().rows(),
      "needs " + Layout.MIN_COLUMNS + "x" + Layout.MIN_ROWS,
      state.facts().interfaces() + ": session goes on"
    };
    Rect room = layout.message();
    for (int i = 0; i < lines.length && i < room.height(); i++) {
      canvas.put(0, i, room.width(), Style.PLAIN, lines[i]);
    }
  }
}
