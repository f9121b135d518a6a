package io.udpscope.cli;

import io.udpscope.config.JsonText;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Attachment;
import io.udpscope.model.Forward;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A session's counters as a JSON object, its keys those of the command line contract. */
final class CountersJson {
  private final List<Attachment> attachments;
  private final Instant since;

  /**
   * @param since when the session was attached
   */
  CountersJson(List<Attachment> attachments, Instant since) {
    this.attachments = attachments;
    this.since = since;
  }

  /** On one line, without its end. */
  String of(SessionCounters counters) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("interface", joined(Attachment::interfaceName));
    tree.put("hook", joined(at -> at.hook().word()));
    tree.put("since", since.toString());
    tree.put("attachedBy", ProcessHandle.current().pid());
    tree.put("rules", counters.rules().stream().map(rule -> rule(rule, counters)).toList());
    tree.put("ledger", ledger(counters.ledger()));
    counters.relay().ifPresent(relay -> tree.put("relay", relay(relay)));
    return JsonText.of(tree);
  }

  private String joined(Function<Attachment, String> part) {
    return attachments.stream().map(part).collect(Collectors.joining(","));
  }

  /** As in the config, and what it counted. */
  private static Map<String, Object> rule(Rule rule, SessionCounters session) {
    Map<String, Object> tree = RulesText.fields(rule);
    rule.forward()
        .ifPresent(forward -> tree.put("forward", forward(forward, session.targets(rule))));
    RuleCounters counters = session.of(rule);
    tree.put("packets", counters.traffic().packets());
    tree.put("bytes", counters.traffic().bytes());
    tree.put("passed", counters.passed());
    tree.put("dropped", counters.dropped());
    tree.put("translated", counters.translated());
    tree.put("forwarded", counters.forwarded());
    tree.put("relayed", counters.relayed());
    tree.put("replied", counters.replied());
    tree.put("copied", counters.copied());
    tree.put("failed", byReason(counters.failed(), reason -> reason.word()));
    return tree;
  }

  private static Map<String, Object> forward(Forward forward, List<TargetState> states) {
    Map<String, Object> tree = RulesText.fields(forward);
    tree.put("targets", targets(states));
    return tree;
  }

  private static List<Object> targets(List<TargetState> states) {
    List<Object> targets = new ArrayList<>();
    for (TargetState state : states) {
      Map<String, Object> tree = RulesText.fields(state.target());
      tree.put("packets", state.packets());
      tree.put("bytes", state.sent().bytes() + state.relay().sent().bytes());
      tree.put("neighbour", state.nextHop().state().word());
      tree.put("answers", state.relay().answers());
      tree.put("errors", byReason(state.relay().errors(), reason -> reason.word()));
      targets.add(tree);
    }
    return targets;
  }

  private static <R extends Enum<R>> Map<String, Object> byReason(
      Map<R, Long> counts, Function<R, String> word) {
    Map<String, Object> tree = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> tree.put(word.apply(entry.getKey()), entry.getValue()));
    return tree;
  }

  private static Map<String, Object> ledger(Ledger ledger) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("seen", ledger.seen().packets());
    tree.put("matched", ledger.matched().packets());
    tree.put("unmatched", ledger.unmatched().packets());
    putRing(tree, ledger.tap());
    tree.put("leftOut", ledger.tap().leftOut());
    tree.put("sent", ledger.sent().packets());
    tree.put("fragments", ledger.fragments().packets());
    tree.put("malformed", ledger.malformed().packets());
    tree.put("other", ledger.other().packets());
    return tree;
  }

  private static Map<String, Object> relay(RelayState relay) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("alive", relay.alive());
    putRing(tree, relay.ring());
    return tree;
  }

  private static void putRing(Map<String, Object> tree, TapCounters ring) {
    tree.put("reserved", ring.reserved());
    tree.put("lost", ring.lost());
    tree.put("read", ring.read());
  }
}
