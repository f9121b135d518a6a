package io.udpscope.app;

import io.udpscope.app.form.Form;
import io.udpscope.app.key.FormKeyMap;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import java.util.List;
import java.util.Optional;

/** The keys while a form is open: all of them are the form's but those that end the program. */
final class FormKeys {
  private FormKeys() {}

  static AppState press(AppState state, Mode.Editing editing, Key key, List<Command> commands) {
    Optional<Intent> leaving = state.facts().keys().leaving(key);
    if (leaving.isPresent()) {
      return BrowsingKeys.leave(state, leaving.get(), commands);
    }
    if (editing.ticket() != 0) {
      // It was applied, and the answer is a moment away. Esc does not wait for it.
      return key.kind() == Key.Kind.ESCAPE ? Drafts.leave(state, editing.form()) : state;
    }
    Form form = editing.form();
    if (key.kind() == Key.Kind.CHARACTER) {
      return with(state, form.type(key.character()));
    }
    return FormKeyMap.intent(key).map(known -> press(state, form, known, commands)).orElse(state);
  }

  private static AppState press(
      AppState state, Form form, FormKeyMap.Intent intent, List<Command> commands) {
    return switch (intent) {
      case APPLY -> apply(state, form, commands);
      case LEAVE -> Drafts.leave(state, form);
      case NEXT -> with(state, form.next());
      case PREVIOUS -> with(state, form.previous());
      case LEFT -> with(state, form.left());
      case RIGHT ->
          isAtEnd(form) ? TargetCompletion.complete(state, form) : with(state, form.right());
      case HOME -> with(state, form.home());
      case END -> with(state, form.end());
      case ERASE -> with(state, form.erase());
      case DELETE -> with(state, form.delete());
      case CLEAR -> with(state, form.clear());
      case ERASE_WORD -> with(state, form.eraseWord());
    };
  }

  private static boolean isAtEnd(Form form) {
    return form.cursor().isPresent() && form.cursor().getAsInt() == form.focused().value().length();
  }

  private static AppState with(AppState state, Form form) {
    return state.with(edit -> edit.mode = new Mode.Editing(form, 0));
  }

  private static AppState apply(AppState state, Form form, List<Command> commands) {
    Optional<Form.Problem> problem = form.problem();
    if (problem.isPresent()) {
      return with(state, form.focusOn(problem.get().field()));
    }
    if (!state.canChangeRules()) {
      return state.withNotice(Notice.warning("nothing is attached, so nothing can be changed"));
    }
    AppState next = state.ask(form.change().orElseThrow(), commands);
    return next.with(
        edit -> {
          edit.mode = new Mode.Editing(form, next.asked().tickets());
          edit.notice = Optional.empty();
        });
  }
}
