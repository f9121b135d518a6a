package io.udpscope.app;

import io.udpscope.app.form.Form;
import io.udpscope.app.log.Notice;
import java.util.List;
import java.util.Optional;

/**
 * The line in which the name of a rule is typed, without which a change that would hit the
 * operator's own session is not made. Pure.
 */
public final class GuardKeys {
  /**
   * What waits for the name.
   *
   * @param form what the change was typed in, if it was
   */
  public record Waiting(String name, Command.Change asked, Optional<Form> form) {}

  private GuardKeys() {}

  /** Asks for the name. */
  static AppState ask(AppState state, ChangeAnswer.Guarded guarded, Command.Change asked) {
    Optional<Form> form =
        state.mode() instanceof Mode.Editing editing
            ? Optional.of(editing.form())
            : Optional.empty();
    String label = "type " + guarded.rule() + " to do it all the same: ";
    return state.with(
        edit -> {
          edit.asked = edit.asked.waiting(new Waiting(guarded.rule(), asked, form));
          edit.notice = Optional.of(Notice.warning(guarded.reason()));
          edit.mode = new Mode.Prompting(Prompt.confirm(label));
        });
  }

  static AppState enter(AppState state, Prompt prompt, List<Command> commands) {
    Waiting waiting = state.asked().guarded().orElseThrow();
    if (!prompt.line().value().strip().equals(waiting.name())) {
      return leave(state)
          .withNotice(Notice.warning("nothing changed: that is not " + waiting.name()));
    }
    AppState next =
        leave(state)
            .with(edit -> edit.notice = Optional.empty())
            .ask(waiting.asked().confirmed(), commands);
    return waiting
        .form()
        .map(form -> next.with(edit -> edit.mode = new Mode.Editing(form, next.asked().tickets())))
        .orElse(next);
  }

  /** Nothing is made; back to where the change was asked for. */
  static AppState leave(AppState state) {
    Optional<Form> form = state.asked().guarded().flatMap(Waiting::form);
    return state.with(
        edit -> {
          edit.asked = edit.asked.waitingNoMore();
          edit.notice = Optional.of(Notice.information("nothing changed"));
          edit.mode = form.isPresent() ? new Mode.Editing(form.get(), 0) : new Mode.Browsing();
        });
  }
}
