package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.CounterLayout;
import io.udpscope.datapath.bpf.abi.LedgerLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.Outcomes;
import io.udpscope.datapath.bpf.abi.RuleCountersLayout;
import io.udpscope.datapath.bpf.abi.TapCountersLayout;
import io.udpscope.datapath.bpf.abi.TapLayout;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.model.Ledger;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The datapath in the kernel. It is loaded first; then rules are applied and taps opened; then it
 * is attached, so that the first packet already meets all of them and every count adds up.
 *
 * <p>Interfaces are those of the network namespace of the thread that loads it. Confined to that
 * thread, but for {@link #wake()}.
 */
public final class BpfDatapath implements Datapath {
  /** So many a session can have at most. */
  public static final int MAX_INTERFACES = Limits.MAX_INTERFACES;

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final List<Interfaces.Interface> interfaces;
  private final BpfObject object;
  private final TapRings rings;
  private final Generations generations;
  private final Mapping control;
  private final PerCpuMap ledgerMap;
  private final PerCpuMap ruleCountersMap;
  private final PerCpuMap tapCountersMap;
  private final LinkMonitor links;
  private final NicCounters nic;
  private final Doorbell doorbell;
  private final Waiting waiting;
  private final RuleSlots slots = new RuleSlots();
  private final List<BpfTap> taps = new ArrayList<>();
  private final List<XdpLink> attached = new ArrayList<>();
  private final Deque<DatapathEvent> firstEvents = new ArrayDeque<>();
  private final int pageSize = Libc.pageSize();
  private List<Rule> rules = List.of();
  private CompiledRules compiled;
  private long number;
  private boolean closed;

  private BpfDatapath(List<Interfaces.Interface> interfaces, Set<LinkType> programs) {
    this.interfaces = interfaces;
    try {
      this.object = own(BpfObject.load(programs));
      this.rings = own(new TapRings(object.mapFd("rings")));
      this.control = own(Mapping.writable(object.mapFd("control"), 0, ControlLayout.SIZE));
      this.generations = own(new Generations(object, control.buffer(), rings));
      int cpus = LibBpf.functions().libbpf_num_possible_cpus();
      this.ledgerMap = new PerCpuMap(object.mapFd("ledger"), LedgerLayout.SIZE, cpus);
      this.ruleCountersMap =
          new PerCpuMap(object.mapFd("rule_counters"), RuleCountersLayout.SIZE, cpus);
      this.tapCountersMap =
          new PerCpuMap(object.mapFd("tap_counters"), TapCountersLayout.SIZE, cpus);
      this.links = own(new LinkMonitor());
      this.nic = own(new NicCounters());
      this.doorbell = own(new Doorbell());
      this.waiting = new Waiting(doorbell, links.fd(), taps, Limits.MAX_TAPS);
      this.compiled = CompiledRules.of(rules, indexes());
      generations.put(compiled, number, slots::of, 0);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * Loads what these interfaces need, without attaching to them.
   *
   * @param names of interfaces in the calling thread's network namespace; one named twice counts
   *     once
   * @throws DatapathException if there is no such interface, or the kernel refuses
   */
  public static BpfDatapath load(List<String> names) {
    bindNative();
    Set<String> distinct = new LinkedHashSet<>(names);
    if (distinct.isEmpty() || distinct.size() > MAX_INTERFACES) {
      throw new DatapathException(
          "a session has 1 to " + MAX_INTERFACES + " interfaces, not " + distinct.size());
    }
    List<Interfaces.Interface> found = new ArrayList<>();
    Set<LinkType> programs = EnumSet.noneOf(LinkType.class);
    try (Interfaces interfaces = new Interfaces()) {
      for (String name : distinct) {
        found.add(interfaces.find(name));
      }
    }
    found.forEach(one -> programs.add(one.link()));
    return new BpfDatapath(found, programs);
  }

  /** Loads the program for one kind of link, with no interface: for {@link #run}. */
  public static BpfDatapath load(LinkType link) {
    bindNative();
    return new BpfDatapath(List.of(), EnumSet.of(link));
  }

  /** JNR unpacks a library of its own before the first call. */
  private static void bindNative() {
    try {
      Libc.pageSize();
    } catch (LinkageError e) {
      throw new DatapathException(
          "cannot load JNR's native library, unpacked into "
              + System.getProperty("java.io.tmpdir")
              + ": if that is mounted noexec, set JAVA_TOOL_OPTIONS=-Djffi.extract.dir=DIR",
          e);
    }
  }

  /**
   * Attaches to every interface, or to none: if one refuses, those that this call attached are
   * detached again.
   *
   * @throws DatapathException if one is taken or refuses
   */
  public void attach(HookChoice choice) {
    checkOpen();
    List<XdpLink> done = new ArrayList<>();
    try {
      for (Interfaces.Interface one : interfaces) {
        nic.begin(one.index());
        done.add(XdpLink.attach(one, object.programFd(one.link()), choice));
      }
    } catch (RuntimeException e) {
      done.forEach(XdpLink::close);
      throw e;
    }
    attached.addAll(done);
    for (XdpLink link : done) {
      links.watch(link.attachment());
    }
    firstEvents.addAll(links.askAll());
  }

  @Override
  public List<Attachment> attachments() {
    return attached.stream().map(XdpLink::attachment).toList();
  }

  @Override
  public long apply(List<Rule> changed) {
    checkOpen();
    RuleSlots.Assignment assignment = slots.assign(changed);
    CompiledRules next = CompiledRules.of(changed, indexes());
    assignment.reused().forEach(ruleCountersMap::zero);
    generations.put(next, number + 1, assignment.byName()::get, tapBits());
    slots.commit(assignment);
    rules = List.copyOf(changed);
    compiled = next;
    return ++number;
  }

  @Override
  public long apply(List<Rule> changed, Duration confirmWithin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void confirm() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Unconfirmed> unconfirmed() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<TargetState>> targets() {
    return Map.of();
  }

  private Map<String, Integer> indexes() {
    Map<String, Integer> indexes = new LinkedHashMap<>();
    interfaces.forEach(one -> indexes.put(one.name(), one.index()));
    return indexes;
  }

  private int tapBits() {
    int bits = 0;
    for (BpfTap tap : taps) {
      bits |= 1 << tap.index();
    }
    return bits;
  }

  @Override
  public List<Rule> rules() {
    return rules;
  }

  @Override
  public Map<String, RuleCounters> ruleCounters() {
    checkOpen();
    Map<String, RuleCounters> counters = new LinkedHashMap<>();
    for (Rule rule : rules) {
      PerCpuMap sums = ruleCountersMap.read(slots.of(rule.name()));
      Traffic traffic =
          new Traffic(sums.sum(RuleCountersLayout.PACKETS), sums.sum(RuleCountersLayout.BYTES));
      long passed = sums.sum(RuleCountersLayout.PASSED);
      long dropped = sums.sum(RuleCountersLayout.DROPPED);
      counters.put(rule.name(), new RuleCounters(traffic, passed, dropped));
    }
    return counters;
  }

  @Override
  public Optional<String> ruleName(int slot) {
    return Optional.ofNullable(slots.name(slot));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What {@link Ledger#nic()} counts: {@link NicCounters}.
   */
  @Override
  public Ledger ledger(Tap tap) {
    checkOpen();
    TapCounters counters = tap.counters();
    ledgerMap.read(0);
    return new Ledger(
        nic.received(),
        outcome(Outcomes.UNMATCHED),
        outcome(Outcomes.MATCHED),
        outcome(Outcomes.FRAGMENT),
        outcome(Outcomes.MALFORMED),
        outcome(Outcomes.OTHER),
        counters);
  }

  private Traffic outcome(int outcome) {
    int at = LedgerLayout.OUTCOMES + outcome * CounterLayout.SIZE;
    return new Traffic(
        ledgerMap.sum(at + CounterLayout.PACKETS), ledgerMap.sum(at + CounterLayout.BYTES));
  }

  @Override
  public Tap openTap(TapOptions options) {
    checkOpen();
    int index = rings.vacancy();
    if (index < 0) {
      throw new DatapathException(
          "all " + Limits.MAX_TAPS + " taps of this session are in use: close one");
    }
    tapCountersMap.zero(index);
    int at = ControlLayout.tap(index);
    control
        .buffer()
        .putInt(at + TapLayout.SNAPLEN, options.snaplen())
        .putInt(at + TapLayout.SAMPLE, options.sample())
        .putInt(at + TapLayout.ARMED, 0);
    int fd = rings.open(index, options.ringBytes());
    RingReader ring = null;
    BpfTap tap = null;
    try {
      ring = new RingReader(fd, options.ringBytes(), pageSize);
      tap = new BpfTap(index, fd, ring, control.buffer(), tapCountersMap, this::forget);
      taps.add(tap);
      generations.put(compiled, number, slots::of, tapBits());
      return tap;
    } catch (RuntimeException e) {
      taps.remove(tap);
      rings.close(index);
      if (ring != null) {
        ring.close();
      }
      throw e;
    }
  }

  /** Takes a tap out of the rules, then out of the kernel. */
  private void forget(BpfTap tap) {
    if (!closed && taps.remove(tap)) {
      generations.put(compiled, number, slots::of, tapBits());
      rings.close(tap.index());
    }
  }

  @Override
  public List<DatapathEvent> events() {
    checkOpen();
    List<DatapathEvent> events = new ArrayList<>(firstEvents);
    firstEvents.clear();
    events.addAll(links.events());
    return events;
  }

  @Override
  public void await(long timeoutNanos) {
    checkOpen();
    waiting.await(timeoutNanos);
  }

  @Override
  public void wake() {
    doorbell.ring();
  }

  /**
   * Runs the program on a frame, with the rules in force; it counts and captures as if the frame
   * had come in. The datapath need not be attached.
   *
   * @throws DatapathException if the kernel does not take the frame: it wants at least 14 bytes
   */
  public ProgramRun run(LinkType link, byte[] frame, ProgramRun.Setup setup) {
    checkOpen();
    return TestRun.run(object.programFd(link), frame, setup);
  }

  /** Descriptors of a closed session may be somebody else's by now. */
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    attached.forEach(XdpLink::close); // first of all: from here on traffic is none of our business
    List.copyOf(taps).forEach(BpfTap::close);
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
