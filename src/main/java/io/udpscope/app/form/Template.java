package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import java.util.List;

/** What a form is for. Immutable. */
public sealed interface Template permits TranslateForm, ForwardForm, AddRuleForm {
  /** On top of the form; a form of one line has none. */
  String title();

  /** The rule that the form is about. */
  String rule();

  List<Field> fields();

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
