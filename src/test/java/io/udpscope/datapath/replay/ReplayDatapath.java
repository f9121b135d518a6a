package io.udpscope.datapath.replay;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A datapath whose packets come from a generator: the same seed and the same calls give the same
 * packets, times, counters and losses. Time goes by only when it is told to. What a test calls is
 * for any thread; the {@link Datapath} side is the agent's.
 */
public final class ReplayDatapath implements Datapath {
  /** When the first packet comes, on the clock that the records bear. */
  public static final long START_NANOS = 1_000_000_000L;

  private static final int IFINDEX = 2;

  private final String interfaceName;
  private final TrafficGenerator generator;
  private final List<ReplayTap> taps = new ArrayList<>();
  private final List<DatapathEvent> events = new ArrayList<>();
  private final ReplayRules rules = new ReplayRules();
  private final Map<String, RuleCounters> counters = new HashMap<>();
  private final Map<String, Long> sentByRule = new HashMap<>();
  private final ReplayRelay relay = new ReplayRelay();
  private final ReplayTargets targets;
  private Traffic matched = Traffic.NONE;
  private Traffic unmatched = Traffic.NONE;
  private Traffic sent = Traffic.NONE;
  private long nowNanos = START_NANOS;
  private boolean woken;
  private boolean closed;

  public ReplayDatapath(String interfaceName, long seed, List<Rule> rules) {
    this.interfaceName = interfaceName;
    this.generator = new TrafficGenerator(seed);
    this.targets = new ReplayTargets(interfaceName, relay);
    apply(rules);
  }

  /** So many packets arrive. */
  public synchronized void offer(int packets) {
    for (int i = 0; i < packets; i++) {
      arrive(generator.next(), false);
    }
    notifyAll();
  }

  /** This packet arrives; in Ethernet, without VLAN tags and extension headers. */
  public synchronized void offer(ByteBuffer frame) {
    arrive(frame, false);
    notifyAll();
  }

  /** So many packets leave, and are seen where a rule matches them; no rule counts them. */
  public synchronized void send(int packets) {
    for (int i = 0; i < packets; i++) {
      leave(generator.next());
    }
    notifyAll();
  }

  /**
   * So many packets arrive from one end, and so many answers leave to it; each end is address and
   * port.
   */
  public synchronized void exchange(
      String from, int fromPort, String to, int toPort, int packets, int answers) {
    for (int i = 0; i < packets; i++) {
      arrive(generator.between(from, fromPort, to, toPort), false);
    }
    for (int i = 0; i < answers; i++) {
      leave(generator.between(to, toPort, from, fromPort));
    }
    notifyAll();
  }

  private void leave(ByteBuffer frame) {
    nowNanos += generator.gapNanos();
    Optional<Rule> rule = rules.of(new ReplayFrame(frame), interfaceName);
    if (rule.isPresent()) {
      sent = sent.plus(new Traffic(1, frame.limit()));
      var passed = new ReplayTap.Fate(Verdict.PASSED, Failure.NO_FAILURE, Direction.OUT);
      long place = sentByRule.merge(rule.get().name(), 1L, Long::sum);
      capture(frame, rule.get(), place, passed, false);
    }
  }

  /**
   * @param place which of the rule's packets in that direction it is, from 1
   * @param full no ring has room
   */
  private void capture(ByteBuffer frame, Rule rule, long place, ReplayTap.Fate fate, boolean full) {
    Capture wanted = rule.capture();
    for (ReplayTap tap : taps) {
      if (!tap.wants(wanted, place)) {
        continue;
      }
      if (full) {
        tap.lose();
      } else {
        tap.offer(frame, nowNanos, IFINDEX, rules.slot(rule), wanted.snaplen(), fate);
      }
    }
  }

  /** Time goes by and nothing arrives. */
  public synchronized void advance(long nanos) {
    nowNanos += nanos;
    goBackInTime();
  }

  private void goBackInTime() {
    Optional<DatapathEvent> went = rules.goBack(nowNanos);
    went.ifPresent(events::add);
    went.ifPresent(event -> serve());
  }

  /** So many packets arrive and find every ring full. */
  public synchronized void lose(int packets) {
    for (int i = 0; i < packets; i++) {
      arrive(generator.next(), true);
    }
  }

  /** Something happens to the interface. */
  public synchronized void happen(DatapathEvent event) {
    events.add(event);
    notifyAll();
  }

  /** The way to a target is another one from now on. */
  public synchronized void changeNextHop(String rule, String endpoint, NextHop now) {
    NextHop before = targets.change(rule, endpoint, now);
    happen(new DatapathEvent.NextHopChanged(rule, endpoint, before, now));
  }

  /** What the relay sends to a target fails from now on, or no more. */
  public synchronized void failAtTarget(String rule, String endpoint, Optional<RelayError> reason) {
    relay.fail(new ReplayTargets.Key(rule, endpoint), reason);
  }

  /** A target answers so often, and the relay sends that back to the clients. */
  public synchronized void answer(String rule, String endpoint, long packets) {
    relay.answer(new ReplayTargets.Key(rule, endpoint), packets);
  }

  /** The next packets for the relay find its ring full. */
  public synchronized void overtaxRelay(int packets) {
    relay.overtax(packets);
  }

  /** The relay ends by itself. */
  public synchronized void killRelay(String reason) {
    relay.die();
    happen(new DatapathEvent.RelayDied(reason));
  }

  /** The next change of the rules is refused, with this message. */
  public synchronized void refuseNext(String message) {
    rules.refuseNext(message);
  }

  /** Now, on the clock that the records bear. */
  public synchronized long nowNanos() {
    return nowNanos;
  }

  public synchronized int openTaps() {
    return taps.size();
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  private void arrive(ByteBuffer frame, boolean full) {
    nowNanos += generator.gapNanos();
    goBackInTime();
    ReplayFrame packet = new ReplayFrame(frame);
    Optional<Rule> rule = rules.of(packet, interfaceName);
    if (rule.isEmpty()) {
      unmatched = unmatched.plus(packet.traffic());
      return;
    }
    matched = matched.plus(packet.traffic());
    ReplayTap.Fate fate = decide(rule.get(), packet);
    RuleCounters now = counted(counters.get(rule.get().name()), packet.traffic(), fate);
    counters.put(rule.get().name(), now);
    capture(frame, rule.get(), now.traffic().packets(), fate, full);
  }

  private ReplayTap.Fate decide(Rule rule, ReplayFrame frame) {
    boolean drops = rule.action() == Action.DROP;
    if (rule.forward().isEmpty()) {
      Verdict passed = rule.translate().isPresent() ? Verdict.TRANSLATED : Verdict.PASSED;
      return ReplayTap.Fate.ofArrived(drops ? Verdict.DROPPED : passed, Failure.NO_FAILURE);
    }
    ReplayTargets.Outcome outcome =
        targets.send(rule, frame.source(), frame.traffic(), frame.payload());
    Verdict gone = outcome.relayed() ? Verdict.RELAYED : Verdict.FORWARDED;
    boolean done = outcome.failure() == Failure.NO_FAILURE;
    Verdict sent = drops ? gone : Verdict.COPIED;
    return ReplayTap.Fate.ofArrived(done ? sent : Verdict.PASSED, outcome.failure());
  }

  private static RuleCounters counted(RuleCounters before, Traffic traffic, ReplayTap.Fate fate) {
    Verdict verdict = fate.verdict();
    Map<Failure, Long> failed = new EnumMap<>(Failure.class);
    failed.putAll(before.failed());
    if (fate.failure() != Failure.NO_FAILURE) {
      failed.merge(fate.failure(), 1L, Long::sum);
    }
    boolean passed =
        verdict != Verdict.DROPPED && verdict != Verdict.FORWARDED && verdict != Verdict.RELAYED;
    return new RuleCounters(
        before.traffic().plus(traffic),
        before.passed() + (passed ? 1 : 0),
        before.dropped() + (verdict == Verdict.DROPPED ? 1 : 0),
        before.forwarded() + (verdict == Verdict.FORWARDED ? 1 : 0),
        before.relayed() + (verdict == Verdict.RELAYED ? 1 : 0),
        before.replied(),
        before.translated() + (verdict == Verdict.TRANSLATED ? 1 : 0),
        before.copied() + (verdict == Verdict.COPIED ? 1 : 0),
        failed);
  }

  @Override
  public List<Attachment> attachments() {
    return List.of(new Attachment(interfaceName, IFINDEX, Hook.NATIVE, ""));
  }

  @Override
  public synchronized long apply(List<Rule> changed) {
    long generation = rules.apply(changed);
    serve();
    return generation;
  }

  @Override
  public synchronized long apply(List<Rule> changed, Duration confirmWithin) {
    long generation = rules.apply(changed, confirmWithin, nowNanos);
    serve();
    return generation;
  }

  /** Other rules are in force: the relay knows them, and each has its counters. */
  private void serve() {
    relay.serve(rules.inForce());
    for (Rule rule : rules.inForce()) {
      counters.putIfAbsent(rule.name(), RuleCounters.NONE);
    }
  }

  @Override
  public synchronized void confirm() {
    rules.confirm();
  }

  @Override
  public synchronized Optional<Unconfirmed> unconfirmed() {
    return rules.unconfirmed();
  }

  @Override
  public synchronized Map<String, List<TargetState>> targets() {
    return targets.states(rules.inForce());
  }

  @Override
  public synchronized NextHop lookUp(Target target) {
    return targets.lookUp(target);
  }

  @Override
  public synchronized List<IpAddress> neighbours() {
    return List.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.77"));
  }

  @Override
  public synchronized Optional<RelayState> relay() {
    return relay.state();
  }

  @Override
  public synchronized List<Rule> rules() {
    return rules.inForce();
  }

  @Override
  public synchronized Map<String, RuleCounters> ruleCounters() {
    return Map.copyOf(counters);
  }

  @Override
  public synchronized Optional<String> ruleName(int slot) {
    return rules.name(slot);
  }

  @Override
  public synchronized Ledger ledger(Tap tap) {
    long nic = matched.packets() + unmatched.packets();
    return new Ledger(
        nic, unmatched, matched, Traffic.NONE, Traffic.NONE, Traffic.NONE, sent, tap.counters());
  }

  @Override
  public synchronized Tap openTap(TapOptions options) {
    ReplayTap tap = new ReplayTap(options);
    taps.add(tap);
    return new SharedTap(tap);
  }

  @Override
  public synchronized List<DatapathEvent> events() {
    List<DatapathEvent> happened = List.copyOf(events);
    events.clear();
    return happened;
  }

  @Override
  public synchronized void await(long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    long left = timeoutNanos;
    while (!woken && left > 0 && events.isEmpty() && taps.stream().allMatch(ReplayTap::isEmpty)) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      left = deadline - System.nanoTime();
    }
    woken = false;
  }

  @Override
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** The agent's end of a tap, while a test offers packets at the other one. */
  private final class SharedTap implements Tap {
    private final ReplayTap tap;

    SharedTap(ReplayTap tap) {
      this.tap = tap;
    }

    @Override
    public int read(PacketConsumer consumer, int limit) {
      synchronized (ReplayDatapath.this) {
        return tap.read(consumer, limit);
      }
    }

    @Override
    public TapCounters counters() {
      synchronized (ReplayDatapath.this) {
        return tap.counters();
      }
    }

    @Override
    public void close() {
      synchronized (ReplayDatapath.this) {
        taps.remove(tap);
      }
    }
  }
}
