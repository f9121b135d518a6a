package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.OptionalInt;

/** The port that a rule's ports are translated to, in one line. */
public record TranslateForm(Rule edited) implements Template {
  @Override
  public String title() {
    return "";
  }

  @Override
  public String rule() {
    return edited.name();
  }

  @Override
  public List<Field> fields() {
    OptionalInt port = edited.translate();
    String value = port.isPresent() ? Integer.toString(port.getAsInt()) : "";
    PortRange ports = edited.match().ports();
    boolean one = ports.first() == ports.last();
    String hint = (one ? "" : "for " + ports.first() + "; ") + "empty: as it was sent";
    return List.of(Field.Text.of(edited.name() + ": translate to port", value, hint));
  }

  @Override
  public RuleChange change(List<Field> typed) throws Refusal {
    String text = typed.get(0).value().strip();
    if (text.isEmpty()) {
      return new RuleChange.SetTranslate(edited.name(), OptionalInt.empty());
    }
    OptionalInt port = OptionalInt.of(FieldText.port(0, text));
    try {
      edited.withTranslate(port);
    } catch (IllegalArgumentException e) {
      throw new Refusal(0, e.getMessage());
    }
    return new RuleChange.SetTranslate(edited.name(), port);
  }
}
