package io.udpscope.app;

import io.udpscope.app.form.Field;
import io.udpscope.app.form.Form;
import io.udpscope.app.layout.WrappedText;
import io.udpscope.app.log.Notice;
import java.util.List;
import java.util.Optional;

/** What stands in the lines above the footer. Pure. */
final class Messages {
  /** Of a line of a form: the mark in front, the space before a complaint and its own mark. */
  private static final int FORM_MARGINS = 7;

  private Messages() {}

  /** The newest notice, or what a form says that has no room for it. */
  static Optional<Notice> of(AppState state) {
    if (state.mode() instanceof Mode.Editing editing) {
      Optional<Form.Problem> complaint = editing.form().complaint();
      if (complaint.isPresent() && !fits(state, editing.form().fields(), complaint.get())) {
        return Optional.of(Notice.warning(complaint.get().reason()));
      }
    }
    return state.notice().or(() -> SearchKeys.progress(state));
  }

  private static boolean fits(AppState state, List<Field> fields, Form.Problem complaint) {
    Field field = fields.get(complaint.field());
    int label = Math.max(Form.LABEL_COLUMNS, field.label().length() + 2);
    int columns = FORM_MARGINS + label + field.length() + complaint.reason().length();
    return columns <= state.screen().columns();
  }

  /** The same, in lines that fit. */
  static List<String> lines(AppState state) {
    int columns = state.screen().columns() - 2;
    return of(state).map(one -> WrappedText.lines(one.text(), columns)).orElse(List.of());
  }
}
