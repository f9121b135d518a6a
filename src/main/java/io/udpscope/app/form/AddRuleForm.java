package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.change.RuleSeed;
import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule that is to be.
 *
 * @param names of the rules that are there, in order
 * @param chosen the place among them that the new one goes to, or behind; their number is "last"
 * @param interfaces that the session is on
 * @param start what it begins with
 */
public record AddRuleForm(List<String> names, int chosen, List<String> interfaces, Start start)
    implements Template {
  /** What the key that opened the form is about. */
  public enum About {
    MATCH,
    ACTION,
    TRANSLATE,
    FORWARD
  }

  /**
   * @param from what the rule is made from, in a few words; empty if it is from nothing
   */
  public record Start(RuleSeed seed, Action action, About about, String from) {
    public static final Start NOTHING = new Start(RuleSeed.NONE, Action.PASS, About.MATCH, "");
  }

  private static final String LAST = "last";

  public AddRuleForm {
    names = List.copyOf(names);
    interfaces = List.copyOf(interfaces);
  }

  @Override
  public String title() {
    if (start.from().isEmpty()) {
      return "New rule";
    }
    String decider =
        chosen < names.size() ? names.get(chosen) + " decides it now" : "no rule decides it now";
    return "New rule from " + start.from() + "; " + decider;
  }

  @Override
  public String rule() {
    return "";
  }

  @Override
  public String draft() {
    return "new rule" + (start.from().isEmpty() ? "" : " " + start);
  }

  private RuleFields head() {
    Rule rule = new Rule(freeName(), start.seed().match(), start.action());
    return new RuleFields(rule, names, interfaces, start.about() == About.TRANSLATE);
  }

  @Override
  public Optional<ForwardFields> forward() {
    return start.about() == About.FORWARD
        ? Optional.of(new ForwardFields(Optional.empty(), head().count(), 1))
        : Optional.empty();
  }

  @Override
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>(head().fields());
    forward().ifPresent(section -> fields.addAll(section.fields()));
    fields.add(place());
    return fields;
  }

  @Override
  public List<Field> completed(List<Field> typed) {
    return forward().isPresent() ? forward().get().completed(typed) : typed;
  }

  @Override
  public int firstField() {
    return switch (start.about()) {
      case MATCH, ACTION -> 0;
      case TRANSLATE -> RuleFields.TRANSLATE;
      case FORWARD -> head().count();
    };
  }

  /** The places are those of now. */
  @Override
  public List<Field> resumed(List<Field> typed) {
    List<Field> fields = new ArrayList<>(typed);
    fields.set(fields.size() - 1, place());
    return fields;
  }

  private String freeName() {
    String wanted = start.seed().name();
    if (!wanted.isEmpty() && !names.contains(wanted)) {
      return wanted;
    }
    String stem = wanted.isEmpty() ? "rule" : wanted;
    int number = wanted.isEmpty() ? names.size() + 1 : 2;
    while (names.contains(stem + "-" + number)) {
      number++;
    }
    return stem + "-" + number;
  }

  private Field place() {
    return Field.Choice.of("place", places(), "");
  }

  private List<String> places() {
    if (chosen >= names.size()) {
      return List.of(LAST);
    }
    return List.of("before " + names.get(chosen), "after " + names.get(chosen));
  }

  @Override
  public RuleChange change(List<Field> typed) throws Refusal {
    Rule rule = head().read(typed);
    if (forward().isPresent()) {
      rule = rule.withForward(forward().get().read(typed, rule));
    }
    String place = typed.get(typed.size() - 1).value();
    int at = place.startsWith("before") ? chosen : chosen + 1;
    return new RuleChange.Add(
        rule, at < names.size() ? Optional.of(names.get(at)) : Optional.empty());
  }
}
