package io.udpscope.datapath;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the program should do, in plain Java and without a thought of speed: the rules one after the
 * other, the first match decides. Keeps the counters that the program should then have.
 */
final class DatapathModel {
  /**
   * @param rule the rule that decides; empty unless the outcome is MATCHED
   * @param failure why a packet that was to be forwarded or copied passed
   * @param frame afterwards, where it goes; as it was, if it is dropped
   * @param sent what leaves for a target: the frame itself, or a copy
   * @param relayed what the relay gets: the frame's datagram, or a copy
   */
  record Decision(
      Outcome outcome,
      Optional<Rule> rule,
      Verdict verdict,
      Failure failure,
      ProgramRun.Decision fate,
      byte[] frame,
      Optional<ForwardModel.Sent> sent,
      Optional<RelayedDatagram> relayed) {
    static Decision withoutRule(Outcome outcome, byte[] frame) {
      return new Decision(
          outcome,
          Optional.empty(),
          Verdict.PASSED,
          Failure.NO_FAILURE,
          ProgramRun.Decision.PASS,
          frame,
          Optional.empty(),
          Optional.empty());
    }

    static Decision of(Rule rule, Verdict verdict, ProgramRun.Decision fate, byte[] frame) {
      return new Decision(
          Outcome.MATCHED,
          Optional.of(rule),
          verdict,
          Failure.NO_FAILURE,
          fate,
          frame,
          Optional.empty(),
          Optional.empty());
    }

    private Decision withFailure(Failure changed) {
      return new Decision(outcome, rule, verdict, changed, fate, frame, sent, relayed);
    }

    private Decision withSent(ForwardModel.Sent changed) {
      return new Decision(
          outcome, rule, verdict, failure, fate, frame, Optional.of(changed), relayed);
    }

    private Decision withRelayed(RelayedDatagram changed) {
      return new Decision(outcome, rule, verdict, failure, fate, frame, sent, Optional.of(changed));
    }
  }

  /** What a target's counters belong to, also while the address behind its name changes. */
  private record TargetOfRule(String rule, String endpoint) {
    static TargetOfRule of(Rule rule, Target target) {
      return new TargetOfRule(rule.name(), target.endpoint());
    }
  }

  private final TestedHook hook;
  private final ForwardModel forwards;
  private List<Rule> rules = List.of();
  private final Map<Outcome, Traffic> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, RuleCounters> counters = new LinkedHashMap<>();
  private final Map<TargetOfRule, Traffic> sent = new LinkedHashMap<>();

  /**
   * @param waysOut that targets may name
   */
  DatapathModel(TestedHook hook, Map<String, WayOut> waysOut) {
    this(hook, waysOut, false);
  }

  /**
   * @param waysOut that targets may name
   * @param relay whether there is one
   */
  DatapathModel(TestedHook hook, Map<String, WayOut> waysOut, boolean relay) {
    this.hook = hook;
    this.forwards = new ForwardModel(hook, waysOut, relay);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, Traffic.NONE);
    }
  }

  /** Other rules from now on; the counters of a name that stays go on. */
  void apply(List<Rule> next) {
    rules = List.copyOf(next);
    forwards.apply(next);
    counters.keySet().retainAll(next.stream().map(Rule::name).toList());
    Set<TargetOfRule> targets = new HashSet<>();
    for (Rule rule : next) {
      counters.putIfAbsent(rule.name(), RuleCounters.NONE);
      targetsOf(rule).forEach(target -> targets.add(TargetOfRule.of(rule, target)));
    }
    sent.keySet().retainAll(targets);
  }

  private static List<Target> targetsOf(Rule rule) {
    return rule.forward().map(forward -> forward.targets()).orElse(List.of());
  }

  /**
   * Decides and counts.
   *
   * @param interfaceName where the frame came in
   */
  Decision accept(String interfaceName, FrameReading reading, byte[] frame) {
    Decision decision = decide(interfaceName, reading, frame);
    Traffic one = new Traffic(1, frame.length);
    outcomes.merge(decision.outcome, one, Traffic::plus);
    decision.rule.ifPresent(
        rule -> counters.compute(rule.name(), (name, before) -> plus(before, one, decision)));
    decision.sent.ifPresent(
        leaving ->
            sent.merge(
                TargetOfRule.of(decision.rule.orElseThrow(), leaving.target()),
                one,
                Traffic::plus));
    return decision;
  }

  private Decision decide(String interfaceName, FrameReading reading, byte[] frame) {
    if (!reading.isUdp()) {
      return Decision.withoutRule(reading.outcome(), frame);
    }
    for (Rule rule : rules) {
      if (accepts(rule.match(), interfaceName, reading)) {
        return obey(rule, interfaceName, reading, frame);
      }
    }
    return Decision.withoutRule(Outcome.UNMATCHED, frame);
  }

  private Decision obey(Rule rule, String interfaceName, FrameReading reading, byte[] frame) {
    if (rule.forward().isPresent()) {
      return forward(rule, interfaceName, reading, frame);
    }
    if (rule.action() == Action.DROP) {
      return Decision.of(rule, Verdict.DROPPED, ProgramRun.Decision.DROP, frame);
    }
    if (rule.portShift() == 0) {
      return Decision.of(rule, Verdict.PASSED, ProgramRun.Decision.PASS, frame);
    }
    Rewriting packet = new Rewriting(frame, reading);
    packet.destinationPort(reading.destinationPort() + rule.portShift());
    byte[] changed = hook == TestedHook.TC ? packet.frame() : packet.frameWithPartialChecksum();
    return Decision.of(rule, Verdict.TRANSLATED, ProgramRun.Decision.PASS, changed);
  }

  private Decision forward(Rule rule, String interfaceName, FrameReading reading, byte[] frame) {
    ForwardModel.Result result = forwards.forward(rule, frame, reading);
    if (result.failure() != Failure.NO_FAILURE) {
      return Decision.of(rule, Verdict.PASSED, ProgramRun.Decision.PASS, frame)
          .withFailure(result.failure());
    }
    if (result.relayed() != null) {
      boolean copied = rule.action() == Action.PASS;
      Verdict verdict = copied ? Verdict.COPIED : Verdict.RELAYED;
      ProgramRun.Decision fate = copied ? ProgramRun.Decision.PASS : ProgramRun.Decision.DROP;
      return Decision.of(rule, verdict, fate, frame).withRelayed(result.relayed());
    }
    ForwardModel.Sent leaving = result.sent();
    if (rule.action() == Action.PASS) {
      byte[] passes = withoutOuterTag(frame, reading);
      return Decision.of(rule, Verdict.COPIED, ProgramRun.Decision.PASS, passes).withSent(leaving);
    }
    boolean back = leaving.wayOut().interfaceName().equals(interfaceName) && hook.isXdp();
    ProgramRun.Decision fate = back ? ProgramRun.Decision.TX : ProgramRun.Decision.REDIRECT;
    return Decision.of(rule, Verdict.FORWARDED, fate, leaving.frame()).withSent(leaving);
  }

  /**
   * On tc the outer tag stands beside the frame, not in it. A test run puts it into the frame; it
   * is where it belongs again once it was taken off for a copy and put back.
   */
  private static byte[] withoutOuterTag(byte[] frame, FrameReading reading) {
    if (reading.networkOffset() <= Frame.ETHERNET_HEADER) {
      return frame;
    }
    byte[] macs = Arrays.copyOf(frame, Frame.ETHERNET_HEADER - 2);
    return Rewriting.behind(macs, frame, Frame.ETHERNET_HEADER + 2);
  }

  private static boolean accepts(Match match, String interfaceName, FrameReading reading) {
    return match.ports().contains(reading.destinationPort())
        && match.interfaceName().map(interfaceName::equals).orElse(true)
        && match.source().map(prefix -> prefix.contains(reading.source())).orElse(true)
        && match.destination().map(prefix -> prefix.contains(reading.destination())).orElse(true);
  }

  private static RuleCounters plus(RuleCounters before, Traffic one, Decision decision) {
    Map<Failure, Long> failed = new EnumMap<>(Failure.class);
    failed.putAll(before.failed());
    if (decision.failure != Failure.NO_FAILURE) {
      failed.merge(decision.failure, 1L, Long::sum);
    }
    boolean passed = decision.fate == ProgramRun.Decision.PASS;
    return new RuleCounters(
        before.traffic().plus(one),
        before.passed() + (passed ? 1 : 0),
        before.dropped() + (decision.verdict == Verdict.DROPPED ? 1 : 0),
        before.forwarded() + (decision.verdict == Verdict.FORWARDED ? 1 : 0),
        before.relayed() + (decision.verdict == Verdict.RELAYED ? 1 : 0),
        0,
        before.translated() + (decision.verdict == Verdict.TRANSLATED ? 1 : 0),
        before.copied() + (decision.verdict == Verdict.COPIED ? 1 : 0),
        failed);
  }

  Traffic counted(Outcome outcome) {
    return outcomes.get(outcome);
  }

  Map<String, RuleCounters> ruleCounters() {
    return Map.copyOf(counters);
  }

  /** What has left for a target of a rule in force. */
  Traffic sent(Rule rule, Target target) {
    return sent.getOrDefault(TargetOfRule.of(rule, target), Traffic.NONE);
  }

  /** Bytes of a frame that a record holds: the snaplen, and the headers in any case. */
  static int captured(int frameLength, int snaplen, FrameReading reading) {
    int headers = reading.transportOffset() + Frame.UDP_HEADER;
    return Math.min(frameLength, Math.max(snaplen, headers));
  }
}
