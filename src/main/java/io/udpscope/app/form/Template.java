package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import java.util.List;
import java.util.Optional;

/** What a form is for. Immutable. */
public sealed interface Template permits TranslateForm, ForwardForm, AddRuleForm, EditRuleForm {
  /** On top of the form; a form of one line has none. */
  String title();

  /** The rule that the form is about. */
  String rule();

  List<Field> fields();

  /** The lines that say where packets go, if the form has any. */
  default Optional<ForwardFields> forward() {
    return Optional.empty();
  }

  /** Where the cursor is at first. */
  default int firstField() {
    return 0;
  }

  /** Forms of the same name take up what was typed into one of them and never applied. */
  default String draft() {
    return getClass().getSimpleName() + " " + rule();
  }

  /** What was typed earlier, as this form has it now. */
  default List<Field> resumed(List<Field> typed) {
    return typed;
  }

  /** The fields as they must be after something was typed: lists have room for one more line. */
  default List<Field> completed(List<Field> typed) {
    return typed;
  }

  /**
   * What applying the form does.
   *
   * @throws Refusal if a field does not hold what it must
   */
  RuleChange change(List<Field> typed) throws Refusal;
}
