package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule that is to be.
 *
 * @param names of the rules that are there, in order
 * @param chosen the place among them that the new one goes to, or behind; their number is "last"
 * @param interfaces that the session is on
 */
public record AddRuleForm(List<String> names, int chosen, List<String> interfaces)
    implements Template {
  private static final int NAME = 0;
  private static final int INTERFACE = 1;
  private static final int SOURCE = 2;
  private static final int DESTINATION = 3;
  private static final int PORTS = 4;
  private static final int ACTION = 5;
  private static final int PLACE = 6;

  private static final int MAX_NAME = 64;
  private static final String LAST = "last";

  public AddRuleForm {
    names = List.copyOf(names);
    interfaces = List.copyOf(interfaces);
  }

  @Override
  public String title() {
    return "New rule";
  }

  @Override
  public String rule() {
    return "";
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.Text.of("name", freeName(), "a name of its own"),
        Field.Text.of("interface", "", "any"),
        Field.Text.of("source", "", "any, or such as 10.0.0.0/8"),
        Field.Text.of("destination", "", "any, or such as 192.0.2.10"),
        Field.Text.of("ports", "", "any, or 53, or 5005-5010"),
        Field.Choice.of(
            "action", List.of(Action.PASS.word(), Action.DROP.word()), Action.PASS.word()),
        new Field.Choice("place", places(), 0));
  }

  private String freeName() {
    int number = names.size() + 1;
    while (names.contains("rule-" + number)) {
      number++;
    }
    return "rule-" + number;
  }

  private List<String> places() {
    if (chosen >= names.size()) {
      return List.of(LAST);
    }
    return List.of("before " + names.get(chosen), "after " + names.get(chosen));
  }

  @Override
  public RuleChange change(List<Field> typed) throws Refusal {
    String name = typed.get(NAME).value().strip();
    if (name.isEmpty()) {
      throw new Refusal(NAME, "a rule needs a name");
    }
    if (name.length() > MAX_NAME) {
      throw new Refusal(NAME, "a name has " + MAX_NAME + " characters at most");
    }
    if (names.contains(name)) {
      throw new Refusal(NAME, "there is a rule of that name");
    }
    Match match =
        new Match(
            interfaceName(typed.get(INTERFACE).value().strip()),
            prefix(SOURCE, typed),
            prefix(DESTINATION, typed),
            ports(typed.get(PORTS).value().strip()));
    if (match.source().isPresent()
        && match.destination().isPresent()
        && match.source().get().address().isIpv6()
            != match.destination().get().address().isIpv6()) {
      throw new Refusal(DESTINATION, "source and destination are of different IP versions");
    }
    Action action = Action.valueOf(typed.get(ACTION).value().toUpperCase(Locale.ROOT));
    Rule rule = new Rule(name, match, action);
    int at = typed.get(PLACE).value().startsWith("before") ? chosen : chosen + 1;
    return new RuleChange.Add(
        rule, at < names.size() ? Optional.of(names.get(at)) : Optional.empty());
  }

  private Optional<String> interfaceName(String text) throws Refusal {
    if (isAny(text)) {
      return Optional.empty();
    }
    if (!interfaces.contains(text)) {
      String there = String.join(", ", interfaces);
      throw new Refusal(INTERFACE, "the session is on " + there + " only");
    }
    return Optional.of(text);
  }

  private static Optional<Prefix> prefix(int field, List<Field> typed) throws Refusal {
    String text = typed.get(field).value().strip();
    if (isAny(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Prefix.parse(text));
    } catch (IllegalArgumentException e) {
      throw new Refusal(field, "not a prefix such as 10.0.0.0/8 or 2001:db8::/32");
    }
  }

  private static PortRange ports(String text) throws Refusal {
    return isAny(text) ? PortRange.ANY : FieldText.ports(PORTS, text);
  }

  private static boolean isAny(String text) {
    return text.isEmpty() || text.equals("any");
  }
}
