package io.udpscope.datapath.bpf.rule;

import io.udpscope.model.Prefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * The prefixes that the rules name in one dimension and IP version. The row of a prefix holds the
 * rules of that prefix, of every one around it, and those that name none.
 */
final class PrefixRows {
  /** A prefix with the row that addresses have whose longest prefix it is. */
  record Entry(Prefix prefix, int row) {}

  private final RuleSet unconstrained = new RuleSet();

  /** In order of address, then length, so that a prefix comes before those inside it. */
  private final TreeMap<Prefix, RuleSet> rules = new TreeMap<>(PrefixRows::compare);

  /** A rule that accepts every address. */
  void addUnconstrained(int position) {
    unconstrained.add(position);
  }

  void add(int position, Prefix prefix) {
    rules.computeIfAbsent(prefix, p -> new RuleSet()).add(position);
  }

  int defaultRow(RowTable rows) {
    return rows.indexOf(unconstrained);
  }

  /** Every prefix with its row, outer ones before those inside them. */
  List<Entry> compile(RowTable rows) {
    List<Entry> entries = new ArrayList<>(rules.size());
    Deque<Prefix> around = new ArrayDeque<>();
    Deque<RuleSet> accepting = new ArrayDeque<>();
    accepting.push(unconstrained);
    for (var rule : rules.entrySet()) {
      Prefix prefix = rule.getKey();
      while (!around.isEmpty() && !around.peek().contains(prefix.address())) {
        around.pop();
        accepting.pop();
      }
      RuleSet here = accepting.peek().copy();
      here.addAll(rule.getValue());
      around.push(prefix);
      accepting.push(here);
      entries.add(new Entry(prefix, rows.indexOf(here)));
    }
    return entries;
  }

  private static int compare(Prefix a, Prefix b) {
    int byAddress = Arrays.compareUnsigned(a.address().bytes(), b.address().bytes());
    return byAddress != 0 ? byAddress : Integer.compare(a.length(), b.length());
  }
}
