package io.udpscope.app;

import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.page.ByteRange;
import java.util.List;
import java.util.Optional;

/** The keys of the detail and bytes panes, each of which follows the other. Pure. */
final class DetailKeys {
  private DetailKeys() {}

  /** Opens or closes the chosen header, or the one that the chosen field belongs to. */
  static AppState fold(AppState state) {
    Optional<HeaderTree.Line> chosen = chosen(state);
    if (chosen.isEmpty()) {
      return state;
    }
    HeaderTree.Line line = chosen.get();
    Optional<HeaderTree.Line> header = line.holdsMore() ? chosen : parent(state, line);
    return header.map(one -> turn(state, one)).orElse(state);
  }

  /** Right opens, left closes or goes to the header, where there is one; else they scroll. */
  static AppState sideways(AppState state, int by) {
    Optional<HeaderTree.Line> chosen = chosen(state);
    if (state.screen().focus() == Pane.BYTES) {
      return moveByte(state, by);
    }
    boolean scrolled = state.detail().shift() > 0;
    if (chosen.isPresent() && !scrolled) {
      HeaderTree.Line line = chosen.get();
      boolean open = line.isOpen(state.detail().turned());
      if (line.holdsMore() && open == by < 0) {
        return turn(state, line);
      }
      if (by < 0) {
        return parent(state, line).map(header -> choose(state, header)).orElse(state);
      }
    }
    int shift = PaneKeys.shifted(state.detail().shift(), by);
    return state.with(edit -> edit.detail = edit.detail.shifted(shift));
  }

  private static AppState turn(AppState state, HeaderTree.Line header) {
    AppState turned =
        state.with(
            edit ->
                edit.detail =
                    edit.detail.turned(HeaderTree.turned(edit.detail.turned(), header.kind())));
    return choose(turned, header);
  }

  private static AppState choose(AppState state, HeaderTree.Line line) {
    int at = state.detailLines().indexOf(line);
    return at < 0 ? state : state.with(edit -> edit.detail = edit.detail.onLine(at));
  }

  private static Optional<HeaderTree.Line> parent(AppState state, HeaderTree.Line line) {
    return state.selected().flatMap(one -> one.headers().parent(line));
  }

  /** The line that is chosen in the detail pane. */
  static Optional<HeaderTree.Line> chosen(AppState state) {
    List<HeaderTree.Line> lines = state.detailLines();
    int at = state.detail().lines().cursor();
    return at >= 0 && at < lines.size() ? Optional.of(lines.get(at)) : Optional.empty();
  }

  /** So many bytes on; the smallest field around that byte is the chosen one, and open to see. */
  static AppState moveByte(AppState state, int by) {
    return chooseByte(state, state.detail().byteCursor() + (long) by);
  }

  /** As far as there are bytes. */
  static AppState chooseByte(AppState state, long wanted) {
    if (state.selected().isEmpty()) {
      return state;
    }
    SelectedPacket packet = state.selected().get();
    int at = (int) Math.max(0, Math.min(packet.frameBytes() - 1, wanted));
    AppState moved = state.with(edit -> edit.detail = edit.detail.at(at));
    Optional<HeaderTree.Line> field = packet.headers().deepest(at);
    if (field.isEmpty()) {
      return moved;
    }
    AppState open =
        moved.with(
            edit ->
                edit.detail =
                    edit.detail.turned(packet.headers().opened(field.get(), edit.detail.turned())));
    return choose(open, field.get());
  }

  /** The bytes pane has the focus from now on: it begins where the chosen line does. */
  static AppState enterBytes(AppState state) {
    int at = state.detail().byteCursor();
    return chosen(state)
        .filter(line -> line.length() > 0 && !line.holds(at))
        .filter(line -> SearchKeys.hit(state).isEmpty())
        .map(line -> state.with(edit -> edit.detail = edit.detail.at(line.from())))
        .orElse(state);
  }

  /**
   * Both panes show what is chosen in them. With another packet, the line of the same kind is the
   * chosen one, and the bytes are those from the first on, unless one is among them.
   */
  static AppState settle(AppState before, AppState state) {
    boolean samePacket = row(before) == row(state);
    int line = samePacket ? state.detail().lines().cursor() : cursorIn(before, state);
    ListView lines =
        state
            .detail()
            .lines()
            .moveTo(line)
            .within(state.detailLines().size(), state.layout().detailRows());
    int at = samePacket ? byteCursor(state) : byteCursorOfAnother(state);
    return scrollBytes(state.with(edit -> edit.detail = edit.detail.withLines(lines).at(at)));
  }

  private static int byteCursor(AppState state) {
    int last = frameBytes(state) - 1;
    return Math.max(0, Math.min(last, state.detail().byteCursor()));
  }

  private static int byteCursorOfAnother(AppState state) {
    int stay = state.screen().focus().isLower() ? byteCursor(state) : 0;
    return SearchKeys.hit(state).map(ByteRange::from).filter(from -> from >= 0).orElse(stay);
  }

  private static int frameBytes(AppState state) {
    return state.selected().map(SelectedPacket::frameBytes).orElse(0);
  }

  /** The chosen line's first byte is on the screen, or the chosen byte. */
  private static AppState scrollBytes(AppState state) {
    Layout layout = state.layout();
    boolean byLine = state.screen().focus() == Pane.DETAIL;
    int shown =
        byLine ? chosen(state).map(HeaderTree.Line::from).orElse(0) : state.detail().byteCursor();
    int perRow = layout.bytesPerRow();
    int lastTop = Math.max(0, (frameBytes(state) + perRow - 1) / perRow - layout.byteRows());
    int room = Math.max(1, layout.byteRows());
    long top = PaneKeys.scrolled(state.detail().bytesTop(), shown / perRow, room);
    return state.with(
        edit -> edit.detail = edit.detail.withBytesFrom((int) Math.min(lastTop, top)));
  }

  private static long row(AppState state) {
    return state.selected().map(one -> one.packet().row()).orElse(-1L);
  }

  /** Of another packet, the line of the same kind is the chosen one, if it has one. */
  private static int cursorIn(AppState before, AppState state) {
    List<HeaderTree.Line> lines = state.detailLines();
    Optional<String> kind = chosen(before).map(HeaderTree.Line::kind);
    for (int i = 0; i < lines.size(); i++) {
      if (kind.isPresent() && lines.get(i).kind().equals(kind.get())) {
        return i;
      }
    }
    return Math.max(0, Math.min(lines.size() - 1, state.detail().lines().cursor()));
  }
}
