package io.udpscope.app;

import io.udpscope.app.flow.FlowWindow;
import io.udpscope.app.health.HostWish;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the session's state when something happens. Pure: no clock, no I/O. */
public final class Update {
  /** The next state, and what is to be done about it. */
  public record Step(AppState state, List<Command> commands) {}

  private Update() {}

  /** What a session does before anything has happened. */
  public static Step start(AppState state) {
    return new Step(state, List.of(new Command.ShowPackets(state.window())));
  }

  public static Step update(AppState state, Msg msg) {
    List<Command> commands = new ArrayList<>();
    AppState next = settle(state, apply(state, msg, commands));
    PacketWindow window = next.window();
    if (!window.equals(state.window())) {
      commands.add(new Command.ShowPackets(window));
    }
    HostWish wish = next.hostWish();
    if (!wish.equals(state.hostWish())) {
      commands.add(new Command.WatchHost(wish));
    }
    Optional<FlowWindow> flows = FlowKeys.window(next);
    if (!flows.equals(FlowKeys.window(state))) {
      commands.add(new Command.ShowFlows(flows));
    }
    Optional<List<Target>> targets = TargetCompletion.typed(next);
    if (!targets.equals(TargetCompletion.typed(state))) {
      commands.add(new Command.LookUpTargets(targets));
    }
    return new Step(next, List.copyOf(commands));
  }

  private static AppState apply(AppState state, Msg msg, List<Command> commands) {
    if (msg instanceof Msg.KeyPressed pressed) {
      return KeyPresses.pressed(state, pressed.key(), commands);
    }
    if (msg instanceof Msg.SnapshotArrived arrived) {
      return Arrivals.arrived(state, arrived.snapshot());
    }
    if (msg instanceof Msg.Resized resized) {
      commands.add(new Command.Redraw());
      return state.with(
          edit -> edit.screen = edit.screen.resized(resized.columns(), resized.rows()));
    }
    if (msg instanceof Msg.TypingPaused) {
      return KeyPresses.paused(state, commands);
    }
    if (msg instanceof Msg.Told told) {
      return state.withNotice(Notice.information(told.text()));
    }
    if (msg instanceof Msg.DisplayPaced paced) {
      return state.with(edit -> edit.slowDisplay = paced.framesPerSecond());
    }
    return busy(state)
        .withNotice(Notice.warning("not done: too much was asked at once; press the key again"));
  }

  /** Nobody will answer; what was typed stays. */
  private static AppState busy(AppState state) {
    return state.with(
        edit -> {
          edit.asked = edit.asked.answered();
          if (state.mode() instanceof Mode.Editing editing) {
            edit.mode = new Mode.Editing(editing.form(), 0);
          }
        });
  }

  // What must hold after whatever happened

  private static AppState settle(AppState before, AppState state) {
    Layout layout = state.layout();
    Optional<SelectedPacket> selected = select(before, state);
    AppState next = DetailKeys.settle(before, state.with(edit -> edit.selected = selected));
    return next.with(
        edit -> {
          edit.rules = edit.rules.within(edit.snapshot.rules().size() + 1, layout.ruleRows());
          edit.health = HealthKeys.settled(state, edit.health);
          edit.log = LogKeys.settled(before, state);
        });
  }

  private static Optional<SelectedPacket> select(AppState before, AppState state) {
    PageRow row = state.page().row(state.packetCursor());
    if (row == null) {
      // Between asking for a page and getting it, the packet chosen before stays in view.
      boolean nothing =
          state.packetCursor() < 0 && !(state.packets() instanceof PacketsView.Seeking);
      return nothing ? Optional.empty() : before.selected();
    }
    if (before.selected().isPresent() && before.selected().get().packet() == row) {
      return before.selected();
    }
    return row instanceof PageRow.PacketRow packet
        ? Optional.of(SelectedPacket.of(packet))
        : Optional.empty();
  }
}
