package io.udpscope.app.change;

import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that is not the same in two sets of rules.
 *
 * @param before in a few words, empty for a rule that was not there
 * @param after in a few words, empty for a rule that is not there any more
 */
public record RuleDifference(String rule, Aspect aspect, String before, String after) {
  public enum Aspect {
    ADDED,
    REMOVED,
    /** Asked earlier or later; {@code before} and {@code after} are places, from 1. */
    ORDER,
    MATCH,
    ACTION,
    TRANSLATE,
    CAPTURE,
    FORWARD
  }

  public static List<RuleDifference> between(List<Rule> before, List<Rule> after) {
    Map<String, Rule> old = new HashMap<>();
    for (Rule rule : before) {
      old.put(rule.name(), rule);
    }
    List<RuleDifference> differences = new ArrayList<>();
    for (Rule rule : after) {
      Rule was = old.remove(rule.name());
      if (was == null) {
        differences.add(new RuleDifference(rule.name(), Aspect.ADDED, "", words(rule)));
      } else {
        add(differences, was, rule);
      }
    }
    for (Rule rule : before) {
      if (old.containsKey(rule.name())) {
        differences.add(new RuleDifference(rule.name(), Aspect.REMOVED, words(rule), ""));
      }
    }
    for (String name : RuleOrder.moved(before, after)) {
      String from = Integer.toString(place(before, name));
      differences.add(
          new RuleDifference(name, Aspect.ORDER, from, Integer.toString(place(after, name))));
    }
    return List.copyOf(differences);
  }

  /** From 1. */
  private static int place(List<Rule> rules, String name) {
    return rules.stream().map(Rule::name).toList().indexOf(name) + 1;
  }

  private static void add(List<RuleDifference> differences, Rule was, Rule is) {
    String name = is.name();
    if (!was.match().equals(is.match())) {
      String before = was.match().describe("→");
      differences.add(new RuleDifference(name, Aspect.MATCH, before, is.match().describe("→")));
    }
    if (was.action() != is.action()) {
      String before = was.action().name();
      differences.add(new RuleDifference(name, Aspect.ACTION, before, is.action().name()));
    }
    if (!was.translate().equals(is.translate())) {
      String before = named(RuleText.translate(was));
      String after = named(RuleText.translate(is));
      differences.add(new RuleDifference(name, Aspect.TRANSLATE, before, after));
    }
    if (!was.capture().equals(is.capture())) {
      String before = RuleText.capture(was);
      differences.add(new RuleDifference(name, Aspect.CAPTURE, before, RuleText.capture(is)));
    }
    Optional<Forward> old = was.forward().map(Effect::withoutAddresses);
    if (!old.equals(is.forward().map(Effect::withoutAddresses))) {
      String before = named(RuleText.forwardAndPath(was.forward()));
      String after = named(RuleText.forwardAndPath(is.forward()));
      differences.add(new RuleDifference(name, Aspect.FORWARD, before, after));
    }
  }

  /** In a sentence, nothing has a name. */
  private static String named(String text) {
    return text.equals(RuleText.NOTHING) ? "none" : text;
  }

  private static String words(Rule rule) {
    String translate = rule.translate().isPresent() ? " translate " + RuleText.translate(rule) : "";
    String capture = rule.capture().isDefault() ? "" : " capture " + RuleText.capture(rule);
    String forward =
        rule.forward().isPresent() ? " forward " + RuleText.forwardAndPath(rule.forward()) : "";
    return rule.match().describe("→") + " " + rule.action().name() + translate + capture + forward;
  }

  /** For the log: {@code telemetry PASS → DROP}. */
  public String asChange() {
    return switch (aspect) {
      case ADDED -> "rule " + rule + " added: " + after;
      case REMOVED -> "rule " + rule + " removed: " + before;
      case ORDER -> rule + " moved from place " + before + " to " + after;
      case MATCH -> rule + " match " + before + " → " + after;
      case ACTION -> rule + " " + before + " → " + after;
      case TRANSLATE -> rule + " translate " + before + " → " + after;
      case CAPTURE -> rule + " capture " + before + " → " + after;
      case FORWARD -> rule + " forward " + before + " → " + after;
    };
  }

  /** {@code DROP on telemetry goes back to PASS}. */
  public String goesBack() {
    return back("goes back to ", "goes away again", "comes back");
  }

  /** {@code forward on telemetry goes back}: the same where there is little room. */
  public String goesBackBriefly() {
    return switch (aspect) {
      case ADDED, REMOVED -> goesBack();
      case ORDER -> rule + " goes back to place " + before;
      case MATCH -> "the match of " + rule + " goes back";
      case ACTION -> after + " on " + rule + " goes back";
      case TRANSLATE -> "translate on " + rule + " goes back";
      case CAPTURE -> "capture of " + rule + " goes back";
      case FORWARD -> "forward on " + rule + " goes back";
    };
  }

  /** {@code DROP on telemetry went back to PASS}. */
  public String wentBack() {
    return back("went back to ", "is gone again", "is back");
  }

  private String back(String verb, String leaves, String returns) {
    return switch (aspect) {
      case ADDED -> "the new rule " + rule + " " + leaves;
      case REMOVED -> "the removed rule " + rule + " " + returns;
      case ORDER -> rule + " " + verb + "place " + before;
      case MATCH -> "the match of " + rule + " " + verb + before;
      case ACTION -> after + " on " + rule + " " + verb + before;
      case TRANSLATE -> "translate " + after + " on " + rule + " " + verb + before;
      case CAPTURE -> "capture " + after + " of " + rule + " " + verb + before;
      case FORWARD -> "forward " + after + " on " + rule + " " + verb + before;
    };
  }

  /** All of them as one line. */
  public static String describe(List<RuleDifference> differences) {
    StringBuilder text = new StringBuilder();
    for (RuleDifference difference : differences) {
      text.append(text.length() == 0 ? "" : ", ").append(difference.asChange());
    }
    return text.length() == 0 ? "nothing" : text.toString();
  }
}
