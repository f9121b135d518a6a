package io.udpscope.app;

import io.udpscope.app.form.Form;
import io.udpscope.app.form.Template;
import io.udpscope.app.log.Notice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed into forms that were left before they were applied: the same form offers it again.
 * Pure.
 */
final class Drafts {
  private static final int MAX_DRAFTS = 32;

  private Drafts() {}

  /** Opens a form, with what was typed into it before. */
  static AppState open(AppState state, Template template) {
    Form left = state.typedBefore().drafts().get(template.draft());
    Form form = left == null ? Form.open(template) : Form.resume(template, left);
    AppState opened = state.with(edit -> edit.mode = new Mode.Editing(form, 0));
    return left == null
        ? opened
        : opened.withNotice(Notice.information("as you left it; Esc now forgets what you typed"));
  }

  /** Leaves a form: what was typed is kept, unless it was left like this before. */
  static AppState leave(AppState state, Form form) {
    AppState left = BrowsingKeys.browse(state);
    Form before = state.typedBefore().drafts().get(form.template().draft());
    boolean forgets = before != null && before.saysTheSame(form);
    if (forgets || !form.isEdited()) {
      return forget(left, form);
    }
    Map<String, Form> drafts = new HashMap<>(state.typedBefore().drafts());
    if (drafts.size() >= MAX_DRAFTS) {
      drafts.clear();
    }
    drafts.put(form.template().draft(), form);
    return left.with(
        edit -> {
          edit.typedBefore = edit.typedBefore.with(drafts);
          edit.notice =
              Optional.of(
                  Notice.information("nothing changed; the same key brings back what you typed"));
        });
  }

  /** It was applied, or is not wanted any more. */
  static AppState forget(AppState state, Form form) {
    Map<String, Form> drafts = new HashMap<>(state.typedBefore().drafts());
    drafts.remove(form.template().draft());
    return state.with(edit -> edit.typedBefore = edit.typedBefore.with(drafts));
  }
}
