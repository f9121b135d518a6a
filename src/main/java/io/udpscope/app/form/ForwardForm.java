package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;

/** Where a rule's packets go. */
public record ForwardForm(Rule edited) implements Template {
  @Override
  public String title() {
    String what = edited.action() == Action.DROP ? "Forward of " : "Copies of ";
    return what + edited.name();
  }

  @Override
  public String rule() {
    return edited.name();
  }

  private ForwardFields section() {
    return new ForwardFields(edited.forward(), 0, 0);
  }

  @Override
  public Optional<ForwardFields> forward() {
    return Optional.of(section());
  }

  @Override
  public List<Field> fields() {
    return section().fields();
  }

  @Override
  public List<Field> completed(List<Field> typed) {
    return section().completed(typed);
  }

  @Override
  public RuleChange change(List<Field> typed) throws Refusal {
    return new RuleChange.SetForward(edited.name(), section().read(typed, edited));
  }
}
