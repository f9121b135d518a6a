package io.udpscope.app;

import io.udpscope.app.change.RuleSeed;
import io.udpscope.app.flow.FlowKey;
import io.udpscope.app.flow.FlowList;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.flow.FlowWindow;
import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import java.util.List;
import java.util.Optional;

/** The keys of the views of conversations and talkers, and what the agent answers. Pure. */
final class FlowKeys {
  private FlowKeys() {}

  static AppState press(AppState state, Intent intent, int typed, List<Command> commands) {
    if (!FlowsView.has(state.screen().view())) {
      String keys =
          state.keyOf(Intent.VIEW_CONVERSATIONS) + ", " + state.keyOf(Intent.VIEW_TALKERS);
      return state.withNotice(Notice.warning("conversations and talkers can be sorted: " + keys));
    }
    FlowList list = list(state);
    int page = Math.max(1, state.layout().viewRows() - 1);
    ListView at = new ListView(list.top(), list.cursor());
    return switch (intent) {
      case UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST ->
          move(state, at.after(intent, typed, page).cursor());
      case LEFT -> by(state, -1);
      case RIGHT, TALKERS_BY -> by(state, 1);
      case SORT -> with(state, list.sorted(list.query().column().next(), list.query().reversed()));
      case REVERSE -> with(state, list.sorted(list.query().column(), !list.query().reversed()));
      case OPEN -> open(state, commands);
      default -> state;
    };
  }

  private static FlowList list(AppState state) {
    return state.flows().list(state.screen().view());
  }

  private static AppState with(AppState state, FlowList list) {
    return state.with(edit -> edit.flows = state.flows().with(state.screen().view(), list));
  }

  private static AppState move(AppState state, int row) {
    FlowList list = list(state);
    FlowPage page = state.snapshot().flows();
    if (!page.isOf(list.query()) || page.all() == 0) {
      return state;
    }
    int to = Math.max(0, Math.min(row, page.all() - 1));
    Optional<FlowKey> key = page.row(to).map(FlowRow::key);
    return with(state, list.at(to, state.layout().viewRows(), key));
  }

  private static AppState by(AppState state, int step) {
    if (state.screen().view() == View.CONVERSATIONS) {
      return state;
    }
    FlowList list = list(state);
    return with(state, list.ofKind(list.query().kind().next(step)));
  }

  private static AppState open(AppState state, List<Command> commands) {
    Optional<FlowKey> chosen = list(state).chosen();
    if (chosen.isEmpty()) {
      return state.withNotice(Notice.warning("nothing is there yet whose packets could be shown"));
    }
    commands.add(new Command.SetFilter(chosen.get().filter()));
    return PaneKeys.show(state, View.PACKETS);
  }

  /** The cursor goes where the chosen one has gone; at first it chooses what it stands on. */
  static AppState arrived(AppState state) {
    if (!FlowsView.has(state.screen().view())) {
      return state;
    }
    FlowList list = list(state);
    FlowPage page = state.snapshot().flows();
    if (!page.isOf(list.query()) || page.all() == 0) {
      return state;
    }
    if (list.chosen().isEmpty()) {
      return move(state, list.cursor());
    }
    if (!page.window().get().chosen().equals(list.chosen())) {
      return state; // it was asked for before the cursor moved
    }
    if (page.chosenRow() < 0) {
      Notice gone = Notice.warning("the one you stood on made room for others");
      return move(state.withNotice(gone), list.cursor());
    }
    return with(state, new FlowList(list.query(), page.top(), page.chosenRow(), list.chosen()));
  }

  /** What is wanted of the agent. */
  static Optional<FlowWindow> window(AppState state) {
    if (!FlowsView.has(state.screen().view())) {
      return Optional.empty();
    }
    FlowList list = list(state);
    int height = Math.max(1, state.layout().viewRows());
    return Optional.of(new FlowWindow(list.query(), list.top(), height, list.chosen()));
  }

  /** What a rule made from the chosen conversation or talker asks for. */
  static Optional<RuleSeed> seed(AppState state) {
    if (!FlowsView.has(state.screen().view())) {
      return Optional.empty();
    }
    FlowList list = list(state);
    boolean here =
        state.snapshot().flows().row(list.cursor()).orElse(null) instanceof FlowRow.Conversation row
            && list.chosen().equals(Optional.of(row.key()))
            && row.firstIsHere();
    return list.chosen().map(key -> seed(key, here));
  }

  /** A rule sees what comes in: what this host sends is not that. */
  private static RuleSeed seed(FlowKey key, boolean firstIsHere) {
    if (key instanceof FlowKey.Conversation one) {
      FlowKey.End from = firstIsHere ? one.second() : one.first();
      FlowKey.End to = firstIsHere ? one.first() : one.second();
      return seed(Optional.of(from.address()), Optional.of(to.address()), Optional.of(to.port()));
    }
    if (key instanceof FlowKey.Source source) {
      return seed(Optional.of(source.address()), Optional.empty(), Optional.empty());
    }
    if (key instanceof FlowKey.Destination destination) {
      return seed(Optional.empty(), Optional.of(destination.address()), Optional.empty());
    }
    int port = ((FlowKey.Port) key).number();
    return seed(Optional.empty(), Optional.empty(), Optional.of(port));
  }

  private static RuleSeed seed(
      Optional<IpAddress> source, Optional<IpAddress> destination, Optional<Integer> port) {
    return new RuleSeed(
        Optional.empty(),
        source.map(FlowKeys::host),
        destination.map(FlowKeys::host),
        port.map(one -> new PortRange(one, one)));
  }

  private static Prefix host(IpAddress address) {
    return new Prefix(address, address.bits());
  }
}
