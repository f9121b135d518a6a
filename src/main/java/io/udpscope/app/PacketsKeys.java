package io.udpscope.app;

import io.udpscope.app.find.FilterNews;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PageRow;
import io.udpscope.app.page.Sought;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What keys and snapshots do to the place at which the packets pane stands. Pure. */
final class PacketsKeys {
  private PacketsKeys() {}

  // What arrives

  /** A snapshot has arrived: its rows may be others, at other places, or have made room. */
  static AppState arrived(AppState state, AppState before) {
    PacketPage page = state.snapshot().page();
    AppState next = page.series() == state.finding().series() ? state : refiltered(state, before);
    if (next.packets() instanceof PacketsView.Parked parked) {
      return evict(next, parked);
    }
    if (next.packets() instanceof PacketsView.Frozen frozen) {
      return adopt(next, frozen);
    }
    if (next.packets() instanceof PacketsView.Seeking seeking) {
      return find(next, seeking);
    }
    return next;
  }

  /** With other places: whatever was chosen stays so, if it still is shown, or else its nearest. */
  private static AppState refiltered(AppState state, AppState before) {
    Snapshot snapshot = state.snapshot();
    String filter = snapshot.filter().inForce();
    AppState next =
        state.with(edit -> edit.finding = edit.finding.filtered(filter, snapshot.page().series()));
    if (state.packets() instanceof PacketsView.Following) {
      return next;
    }
    return seek(next, chosenRow(before).orElse(snapshot.page().storeEnd()));
  }

  /** The row of the store that is chosen, packet or gap. */
  static Optional<Long> chosenRow(AppState state) {
    if (state.packets() instanceof PacketsView.Seeking seeking
        && seeking.what() instanceof Sought.Row sought) {
      return Optional.of(sought.row());
    }
    PageRow row = state.page().row(state.packetCursor());
    return row != null
        ? Optional.of(row.row())
        : state.selected().map(SelectedPacket::packet).map(PageRow::row);
  }

  /** Asks for the page around a row of the store, and chooses it there. */
  static AppState seek(AppState state, long row) {
    return seek(state, new Sought.Row(row));
  }

  private static AppState seek(AppState state, Sought what) {
    PacketsView seeking = new PacketsView.Seeking(what, frozen(state));
    return state.with(edit -> edit.packets = seeking);
  }

  static Optional<PacketsView.Frozen> frozen(AppState state) {
    if (state.packets() instanceof PacketsView.Seeking seeking) {
      return seeking.frozen();
    }
    return state.packets() instanceof PacketsView.Frozen frozen
        ? Optional.of(frozen)
        : Optional.empty();
  }

  private static AppState find(AppState state, PacketsView.Seeking seeking) {
    PacketPage page = state.snapshot().page();
    if (!page.window().equals(state.window())) {
      return state;
    }
    long cursor = page.nearest(page.sought());
    boolean exact = cursor >= 0 && page.row(cursor).row() == page.sought();
    boolean unread = cursor >= 0 && isUnread(state, seeking.what(), page.row(cursor));
    if (unread || !exact && mayBeFound(state, page, page.sought(), cursor)) {
      return state;
    }
    return state.with(edit -> edit.packets = standing(page, seeking, cursor));
  }

  /** A packet of this number comes when the file is read up to there. */
  private static boolean isUnread(AppState state, Sought what, PageRow nearest) {
    return what instanceof Sought.Number sought
        && nearest instanceof PageRow.PacketRow packet
        && packet.number() < sought.number()
        && state.snapshot().status() instanceof SessionStatus.OfFile file
        && !file.isDone();
  }

  /** Those that the filter has looked at may not reach as far as the row, from either side. */
  private static boolean mayBeFound(AppState state, PacketPage page, long row, long cursor) {
    FilterNews filter = state.snapshot().filter();
    if (filter.lookedAtFrom() > row) {
      return true;
    }
    boolean nothingBehind = cursor < 0 || page.row(cursor).row() < row;
    return state.facts().ofFile() && nothingBehind && filter.percent() < 100;
  }

  private static PacketsView standing(PacketPage page, PacketsView.Seeking seeking, long cursor) {
    if (seeking.frozen().isPresent()) {
      PacketsView.Frozen then = seeking.frozen().get();
      return new PacketsView.Frozen(page, then.packetsThen(), then.endRow(), page.top(), cursor);
    }
    return cursor < 0 ? new PacketsView.Following() : new PacketsView.Parked(page.top(), cursor);
  }

  /** The rows that a parked view stands on may have made room for newer ones. */
  private static AppState evict(AppState state, PacketsView.Parked parked) {
    long first = state.snapshot().page().firstRow();
    if (parked.top() >= first) {
      return state;
    }
    PacketsView moved = new PacketsView.Parked(first, Math.max(first, parked.cursor()));
    AppState next = state.with(edit -> edit.packets = moved);
    if (parked.cursor() >= first) {
      return next;
    }
    return next.withNotice(
        Notice.warning("the packet you stood on made room for newer ones; Space freezes"));
  }

  /** A frozen view takes a page only because it was scrolled to, or the filter has found more. */
  private static AppState adopt(AppState state, PacketsView.Frozen frozen) {
    PacketPage page = state.snapshot().page();
    PacketPage kept = frozen.page();
    boolean asked = page.window().equals(state.window());
    boolean scrolled = !kept.window().equals(page.window());
    if (!asked || !scrolled && page.rows().size() <= kept.rows().size()) {
      return state;
    }
    if (page.rows().isEmpty() || page.top() != frozen.top()) {
      return kept.rows().isEmpty() ? state : back(state, frozen);
    }
    PacketsView next =
        new PacketsView.Frozen(
            page, frozen.packetsThen(), frozen.endRow(), frozen.top(), frozen.cursor());
    return state.with(edit -> edit.packets = next);
  }

  private static AppState back(AppState state, PacketsView.Frozen frozen) {
    PacketPage kept = frozen.page();
    long last = kept.top() + kept.rows().size() - 1;
    long cursor = Math.max(kept.top(), Math.min(last, frozen.cursor()));
    PacketsView back =
        new PacketsView.Frozen(kept, frozen.packetsThen(), frozen.endRow(), kept.top(), cursor);
    return state
        .with(edit -> edit.packets = back)
        .withNotice(Notice.warning("what was there has made room for newer packets"));
  }

  // Keys

  static AppState move(AppState state, int by) {
    return choose(state, state.packetCursor() + by, by > 0);
  }

  /** With a number typed in front: that one, as the screen numbers them. */
  static AppState first(AppState state, int typed) {
    return typed > 0 ? seek(state, new Sought.Number(typed)) : choose(state, oldest(state), false);
  }

  /** Chooses what is at a place, or nearest to it; following ends unless it is the newest. */
  private static AppState choose(AppState state, long place, boolean down) {
    long oldest = oldest(state);
    long newest = newest(state);
    if (newest < oldest
        || state.packets() instanceof PacketsView.Seeking
        || down && state.packets() instanceof PacketsView.Following) {
      return state;
    }
    long cursor = Math.max(oldest, Math.min(newest, place));
    int height = Math.max(1, state.layout().viewRows());
    if (state.packets() instanceof PacketsView.Frozen frozen) {
      PacketsView next =
          new PacketsView.Frozen(
              frozen.page(),
              frozen.packetsThen(),
              frozen.endRow(),
              PaneKeys.scrolled(frozen.top(), cursor, height),
              cursor);
      return state.with(edit -> edit.packets = next);
    }
    long top =
        state.packets() instanceof PacketsView.Parked parked
            ? parked.top()
            : state.snapshot().page().top();
    PacketsView next = new PacketsView.Parked(PaneKeys.scrolled(top, cursor, height), cursor);
    return state.with(edit -> edit.packets = next);
  }

  private static long oldest(AppState state) {
    long stored = state.snapshot().page().firstRow();
    return state.packets() instanceof PacketsView.Frozen frozen && !frozen.page().rows().isEmpty()
        ? Math.min(stored, frozen.page().top())
        : stored;
  }

  private static long newest(AppState state) {
    return state.page().endRow() - 1;
  }

  static AppState freeze(AppState state) {
    if (frozen(state).isPresent()) {
      return state.with(edit -> edit.packets = new PacketsView.Following());
    }
    PacketPage page = state.snapshot().page();
    long top = state.packets() instanceof PacketsView.Parked parked ? parked.top() : page.top();
    PacketsView.Frozen frozen =
        new PacketsView.Frozen(page, page.packets(), page.storeEnd(), top, state.packetCursor());
    PacketsView next =
        state.packets() instanceof PacketsView.Seeking seeking
            ? new PacketsView.Seeking(seeking.what(), Optional.of(frozen))
            : frozen;
    return state.with(edit -> edit.packets = next);
  }

  static AppState mark(AppState state, Key key) {
    Optional<Long> row = chosenRow(state);
    if (key.kind() != Key.Kind.CHARACTER || !Character.isLetter(key.character()) || row.isEmpty()) {
      return state;
    }
    Map<Character, Long> marks = new HashMap<>(state.marks());
    marks.put(key.character(), row.get());
    String back = state.keyOf(Intent.JUMP) + " and it come back here";
    return state
        .with(edit -> edit.marks = Map.copyOf(marks))
        .withNotice(Notice.information("marked as " + key.character() + "; " + back));
  }

  static AppState jump(AppState state, Key key) {
    if (key.kind() != Key.Kind.CHARACTER) {
      return state;
    }
    Long row = state.marks().get(key.character());
    if (row == null) {
      return state.withNotice(Notice.warning("no packet is marked as " + key.character()));
    }
    AppState there = PaneKeys.focus(PaneKeys.show(state, View.PACKETS), Pane.VIEW);
    if (!state.finding().filter().isEmpty()) {
      return seek(there, row);
    }
    if (row < oldest(state)) {
      return state.withNotice(Notice.warning("the packet marked has made room for newer ones"));
    }
    return choose(there, row, false);
  }
}
