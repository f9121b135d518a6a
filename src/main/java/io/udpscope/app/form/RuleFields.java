package io.udpscope.app.form;

import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lines of a form that say which packets a rule decides and how: name, match, action, and the
 * port that theirs are translated to.
 *
 * @param start what they say at first
 * @param taken names of other rules
 * @param interfaces that the session is on
 * @param translates whether there is a line for the port
 */
record RuleFields(Rule start, List<String> taken, List<String> interfaces, boolean translates) {
  static final int ACTION = 5;
  static final int TRANSLATE = 6;
  private static final int NAME = 0;
  private static final int INTERFACE = 1;
  private static final int SOURCE = 2;
  private static final int DESTINATION = 3;
  private static final int PORTS = 4;

  private static final int MAX_NAME = 64;
  private static final List<String> ACTION_MEANINGS =
      List.of("they go on; to targets go copies", "they end here, or at the targets");

  /** How many lines there are. */
  int count() {
    return translates ? TRANSLATE + 1 : ACTION + 1;
  }

  List<Field> fields() {
    Match match = start.match();
    List<Field> fields = new ArrayList<>();
    fields.add(Field.Text.of("name", start.name(), "a name of its own"));
    fields.add(Field.Text.of("interface", match.interfaceName().orElse(""), "any"));
    fields.add(Field.Text.of("source", text(match.source()), "any, or such as 10.0.0.0/8"));
    fields.add(
        Field.Text.of("destination", text(match.destination()), "any, or such as 192.0.2.10"));
    String ports = match.ports().equals(PortRange.ANY) ? "" : match.ports().toString();
    fields.add(Field.Text.of("ports", ports, "any, or 53, or 5005-5010"));
    List<String> actions = List.of(Action.PASS.word(), Action.DROP.word());
    fields.add(Field.Choice.of("action", actions, start.action().word()).meaning(ACTION_MEANINGS));
    if (translates) {
      OptionalInt port = start.translate();
      String to = port.isPresent() ? Integer.toString(port.getAsInt()) : "";
      fields.add(Field.Text.of("to port", to, "empty: as it was sent"));
    }
    return fields;
  }

  private static String text(Optional<Prefix> prefix) {
    return prefix.map(Prefix::toString).orElse("");
  }

  /**
   * The rule that is typed, with the forward of the one at the start.
   *
   * @throws Refusal if a field does not hold what it must
   */
  Rule read(List<Field> typed) throws Refusal {
    String name = name(typed.get(NAME).value().strip());
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
    OptionalInt port = translates ? port(typed.get(TRANSLATE).value().strip()) : start.translate();
    try {
      return new Rule(name, match, action, port, start.capture(), start.forward());
    } catch (IllegalArgumentException e) {
      throw new Refusal(translates ? TRANSLATE : PORTS, e.getMessage());
    }
  }

  private String name(String name) throws Refusal {
    if (name.isEmpty()) {
      throw new Refusal(NAME, "a rule needs a name");
    }
    if (name.length() > MAX_NAME) {
      throw new Refusal(NAME, "a name has " + MAX_NAME + " characters at most");
    }
    if (taken.contains(name)) {
      throw new Refusal(NAME, "there is a rule of that name");
    }
    return name;
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

  private static OptionalInt port(String text) throws Refusal {
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(FieldText.port(TRANSLATE, text));
  }

  private static boolean isAny(String text) {
    return text.isEmpty() || text.equals("any");
  }
}
