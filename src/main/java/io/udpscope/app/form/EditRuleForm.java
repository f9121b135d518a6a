package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import io.udpscope.model.Capture;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of a rule that is in force. Its counters belong to its name: with another one it counts from
 * zero.
 *
 * @param others names of the other rules
 * @param interfaces that the session is on
 */
public record EditRuleForm(Rule edited, List<String> others, List<String> interfaces)
    implements Template {
  public EditRuleForm {
    others = List.copyOf(others);
    interfaces = List.copyOf(interfaces);
  }

  @Override
  public String title() {
    return "Rule " + edited.name();
  }

  @Override
  public String rule() {
    return edited.name();
  }

  private RuleFields head() {
    return new RuleFields(edited, others, interfaces, true);
  }

  private ForwardFields section() {
    return new ForwardFields(edited.forward(), head().count(), 1);
  }

  @Override
  public Optional<ForwardFields> forward() {
    return Optional.of(section());
  }

  @Override
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>(head().fields());
    fields.addAll(section().fields());
    String hint = "empty: all; off, or such as 64 bytes, 1 in 10";
    fields.add(Field.Text.of("capture", edited.capture().toString(), hint));
    return fields;
  }

  @Override
  public List<Field> completed(List<Field> typed) {
    return section().completed(typed);
  }

  @Override
  public RuleChange change(List<Field> typed) throws Refusal {
    Rule rule = head().read(typed).withCapture(capture(typed));
    return new RuleChange.Edit(edited.name(), rule.withForward(section().read(typed, rule)));
  }

  private static Capture capture(List<Field> typed) throws Refusal {
    int last = typed.size() - 1;
    try {
      return Capture.parse(typed.get(last).value().strip());
    } catch (IllegalArgumentException e) {
      throw new Refusal(last, e.getMessage());
    }
  }
}
