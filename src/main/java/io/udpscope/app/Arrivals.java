package io.udpscope.app;

import io.udpscope.app.form.Form;
import io.udpscope.app.log.Notice;
import java.util.Optional;

/** What becomes of the state when the agent has published a snapshot. Pure. */
final class Arrivals {
  private Arrivals() {}

  static AppState arrived(AppState state, Snapshot snapshot) {
    AppState next = state.with(edit -> edit.snapshot = snapshot);
    if (snapshot.notice().isPresent() && !isSame(snapshot.notice(), state.snapshot().notice())) {
      next = next.with(edit -> edit.notice = snapshot.notice());
    }
    next = answered(RuleKeys.follow(next), snapshot.changes().answer());
    AppState found = SearchKeys.arrived(FilterKeys.arrived(next, state), state);
    return FlowKeys.arrived(PacketsKeys.arrived(found, state));
  }

  /** Two notices that read the same may be two events. */
  private static boolean isSame(Optional<Notice> one, Optional<Notice> other) {
    return one.isPresent() && other.isPresent() && one.get() == other.get();
  }

  /** What was asked for last is done, or was refused; a form that was refused stays. */
  private static AppState answered(AppState state, ChangeAnswer answer) {
    if (state.asked().pending().isEmpty()
        || state.asked().pending().get().ticket() != answer.ticket()) {
      return state;
    }
    AppState next = state.with(edit -> edit.asked = edit.asked.answered());
    if (answer.guarded().isPresent()) {
      return GuardKeys.ask(next, answer.guarded().get(), state.asked().pending().get().asked());
    }
    if (!(state.mode() instanceof Mode.Editing editing) || editing.ticket() != answer.ticket()) {
      return next;
    }
    if (answer.refusal().isEmpty()) {
      return BrowsingKeys.browse(Drafts.forget(next, editing.form()));
    }
    Form refused = editing.form().refused(answer.refusal().get());
    return next.with(edit -> edit.mode = new Mode.Editing(refused, 0));
  }
}
