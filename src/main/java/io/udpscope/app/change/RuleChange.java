package io.udpscope.app.change;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A change of one rule, of whatever set is in force when it is made. */
public sealed interface RuleChange {
  /** The name of the rule that changes. */
  String rule();

  /**
   * The rules with this change.
   *
   * @throws IllegalArgumentException if it does not fit them; the message is for the user
   */
  List<Rule> applyTo(List<Rule> rules);

  record SetAction(String rule, Action action) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      List<Rule> changed = new ArrayList<>(rules);
      changed.replaceAll(one -> one.name().equals(rule) ? one.withAction(action) : one);
      return checked(rules, rule, changed);
    }
  }

  /**
   * @param port empty: translated no more
   */
  record SetTranslate(String rule, OptionalInt port) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      List<Rule> changed = new ArrayList<>(rules);
      changed.replaceAll(one -> one.name().equals(rule) ? one.withTranslate(port) : one);
      return checked(rules, rule, changed);
    }
  }

  /**
   * @param forward empty: forwarded no more
   */
  record SetForward(String rule, Optional<Forward> forward) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      List<Rule> changed = new ArrayList<>(rules);
      changed.replaceAll(one -> one.name().equals(rule) ? one.withForward(forward) : one);
      return checked(rules, rule, changed);
    }
  }

  /**
   * @param before the rule that it is asked before; empty: it comes last
   */
  record Add(Rule added, Optional<String> before) implements RuleChange {
    @Override
    public String rule() {
      return added.name();
    }

    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      if (indexOf(rules, rule()) >= 0) {
        throw new IllegalArgumentException("there is a rule called " + rule() + " already");
      }
      if (rules.size() >= Rule.MAX_RULES) {
        throw new IllegalArgumentException("no more than " + Rule.MAX_RULES + " rules fit");
      }
      int at = before.map(name -> indexOf(rules, name)).orElse(rules.size());
      List<Rule> changed = new ArrayList<>(rules);
      changed.add(at < 0 ? rules.size() : at, added);
      return List.copyOf(changed);
    }
  }

  /**
   * @param by places: asked later, or earlier if negative; as far as there are places
   */
  record Move(String rule, int by) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      List<Rule> changed = new ArrayList<>(rules);
      int at = indexOf(rules, rule);
      if (at >= 0) {
        int to = Math.max(0, Math.min(rules.size() - 1, at + by));
        changed.add(to, changed.remove(at));
      }
      return checked(rules, rule, changed);
    }
  }

  /** All of a rule becomes another, its name perhaps among it. */
  record Edit(String rule, Rule edited) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      if (!edited.name().equals(rule) && indexOf(rules, edited.name()) >= 0) {
        throw new IllegalArgumentException("there is a rule called " + edited.name() + " already");
      }
      List<Rule> changed = new ArrayList<>(rules);
      changed.replaceAll(one -> one.name().equals(rule) ? edited : one);
      return checked(rules, rule, changed);
    }
  }

  record Remove(String rule) implements RuleChange {
    @Override
    public List<Rule> applyTo(List<Rule> rules) {
      List<Rule> changed = new ArrayList<>(rules);
      changed.removeIf(one -> one.name().equals(rule));
      return checked(rules, rule, changed);
    }
  }

  private static List<Rule> checked(List<Rule> rules, String rule, List<Rule> changed) {
    if (indexOf(rules, rule) < 0) {
      throw new IllegalArgumentException("there is no rule called " + rule + " any more");
    }
    return List.copyOf(changed);
  }

  private static int indexOf(List<Rule> rules, String name) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
