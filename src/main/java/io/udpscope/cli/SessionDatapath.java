package io.udpscope.cli;

import io.udpscope.cli.option.DirectionChoice;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.NameResolved;
import io.udpscope.datapath.DatapathEvent.NextHopChanged;
import io.udpscope.datapath.DatapathEvent.WentBack;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The datapath in the kernel, with what the command line adds to it. Targets may have host names:
 * rules get the addresses when they are applied, and new ones when the names stand for others. A
 * change that stands unconfirmed is waited for, since touching it would begin its time anew. And
 * taps take the direction that was asked for.
 */
final class SessionDatapath implements Datapath {
  private final BpfDatapath datapath;
  private final HostNames names;
  private final DirectionChoice direction;
  private final List<DatapathEvent> firstEvents = new ArrayList<>();
  private String notObserved = "";
  private long seen;

  /**
   * @param names closed with this
   */
  SessionDatapath(BpfDatapath datapath, HostNames names, DirectionChoice direction) {
    this.datapath = datapath;
    this.names = names;
    this.direction = direction;
    names.onChange(datapath::wake);
  }

  /**
   * @param optional if what the host sends cannot be observed, it is not, and the attachments say
   *     so
   * @throws DatapathException if the kernel or an interface cannot
   */
  void attach(HookChoice hook, boolean optional) {
    try {
      datapath.attach(hook, direction.sent());
    } catch (DatapathException e) {
      if (!optional || !direction.sent()) {
        throw e;
      }
      datapath.attach(hook, false);
      notObserved = e.getMessage();
    }
  }

  /** Has {@link #events} begin with the targets that are not reached as things stand. */
  void tellOfHopeless() {
    firstEvents.addAll(hopeless());
  }

  /** One whose neighbour is being asked for is none of them. */
  private List<DatapathEvent> hopeless() {
    List<DatapathEvent> events = new ArrayList<>();
    datapath
        .targets()
        .forEach(
            (rule, states) -> {
              boolean relayed = relayed(rule);
              for (TargetState state : states) {
                NextHop hop = state.nextHop();
                if (hop.state() == NextHop.State.NO_ROUTE
                    || hop.state() == NextHop.State.LOCAL && !relayed) {
                  events.add(
                      new NextHopChanged(rule, state.target().endpoint(), NextHop.UNKNOWN, hop));
                }
              }
            });
    return events;
  }

  /** A socket of the relay sends to what the program cannot reach. */
  private boolean relayed(String rule) {
    return datapath.rules().stream()
        .filter(one -> one.name().equals(rule))
        .flatMap(one -> one.forward().stream())
        .anyMatch(forward -> forward.path() != Path.KERNEL);
  }

  @Override
  public long apply(List<Rule> rules) {
    names.want(rules);
    return datapath.apply(names.fill(rules));
  }

  @Override
  public long apply(List<Rule> rules, Duration confirmWithin) {
    names.want(rules);
    return datapath.apply(names.fill(rules), confirmWithin);
  }

  @Override
  public List<DatapathEvent> events() {
    List<DatapathEvent> events = new ArrayList<>(firstEvents);
    firstEvents.clear();
    events.addAll(datapath.events());
    if (events.stream().anyMatch(WentBack.class::isInstance)) {
      seen = -1; // its addresses are those of back then
    }
    long version = namesVersion();
    if (version != seen && datapath.unconfirmed().isEmpty()) {
      seen = version;
      refresh(events);
    }
    return events;
  }

  /** Counts the answers of name servers that differed from the ones before. */
  long namesVersion() {
    return names.version();
  }

  private void refresh(List<DatapathEvent> events) {
    List<Rule> before = datapath.rules();
    List<Rule> now = names.fill(before);
    if (now.equals(before)) {
      return;
    }
    try {
      datapath.apply(now);
    } catch (DatapathException e) {
      seen = -1; // the old addresses stay until it works
      return;
    }
    for (int i = 0; i < now.size(); i++) {
      Rule rule = now.get(i);
      List<Target> old = targets(before.get(i));
      List<Target> fresh = targets(rule);
      for (int j = 0; j < fresh.size(); j++) {
        Target target = fresh.get(j);
        if (!target.equals(old.get(j))) {
          events.add(
              new NameResolved(
                  rule.name(),
                  target.host(),
                  old.get(j).address(),
                  target.address().orElseThrow()));
        }
      }
    }
  }

  private static List<Target> targets(Rule rule) {
    return rule.forward().map(Forward::targets).orElse(List.of());
  }

  @Override
  public List<Attachment> attachments() {
    if (notObserved.isEmpty()) {
      return datapath.attachments();
    }
    return datapath.attachments().stream()
        .map(
            at ->
                new Attachment(
                    at.interfaceName(),
                    at.ifindex(),
                    at.hook(),
                    at.reason() + (at.reason().isEmpty() ? "" : "; ") + notObserved))
        .toList();
  }

  @Override
  public void confirm() {
    datapath.confirm();
  }

  @Override
  public Optional<Unconfirmed> unconfirmed() {
    return datapath.unconfirmed();
  }

  @Override
  public Map<String, List<TargetState>> targets() {
    return datapath.targets();
  }

  @Override
  public NextHop lookUp(Target target) {
    return datapath.lookUp(target);
  }

  @Override
  public List<IpAddress> neighbours() {
    return datapath.neighbours();
  }

  @Override
  public Optional<RelayState> relay() {
    return datapath.relay();
  }

  @Override
  public List<Rule> rules() {
    return datapath.rules();
  }

  @Override
  public Map<String, RuleCounters> ruleCounters() {
    return datapath.ruleCounters();
  }

  @Override
  public Optional<String> ruleName(int slot) {
    return datapath.ruleName(slot);
  }

  @Override
  public Ledger ledger(Tap tap) {
    return datapath.ledger(tap);
  }

  @Override
  public Tap openTap(TapOptions options) {
    Tap tap = datapath.openTap(options);
    return direction == DirectionChoice.OUT ? new DirectedTap(tap, direction) : tap;
  }

  @Override
  public void await(long timeoutNanos) {
    datapath.await(timeoutNanos);
  }

  @Override
  public void wake() {
    datapath.wake();
  }

  @Override
  public void close() {
    names.close(); // first: nobody rings at a datapath that is closed
    datapath.close();
  }
}
