package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.NextHopsLayout;
import io.udpscope.datapath.bpf.hop.NextHops;
import io.udpscope.ffi.Doorbell;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.NextHop;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

  private static final Function<List<Rule>, byte[]> NO_TEXT = rules -> new byte[0];

  /** Between two looks at what goes on in the kernel, at most. */
  private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So long a session waits before it attaches, so that the first packets find their way. */
  private static final long NEIGHBOUR_NANOS = 300_000_000;

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final List<Interfaces.Interface> interfaces;
  private final Programs programs;
  private final TapRings rings;
  private final Mapping control;
  private final Counters counters;
  private final NextHops nextHops;
  private final SessionRelay relay;
  private final RulesInForce inForce;
  private final LinkMonitor monitor;
  private final NicCounters nic;
  private final Heartbeat heartbeat;
  private final Doorbell doorbell;
  private final Taps taps;
  private final Waiting waiting;
  private final Attacher attacher;
  private final List<DatapathEvent> events = new ArrayList<>();
  private boolean closed;

  private BpfDatapath(
      List<Interfaces.Interface> interfaces,
      Set<LinkType> links,
      Function<List<Rule>, byte[]> describer,
      RelayStarter starter) {
    this.interfaces = interfaces;
    try {
      this.programs = own(new Programs(links));
      this.rings = own(new TapRings(programs.mapFd("rings")));
      this.control = own(Mapping.writable(programs.mapFd("control"), 0, ControlLayout.SIZE));
      this.counters = new Counters(programs);
      this.nextHops = own(nextHops());
      this.doorbell = own(doorbell());
      TapPlaces places = new TapPlaces(rings, control.buffer(), counters.taps());
      this.relay =
          new SessionRelay(
              starter, places, control.buffer(), programs.mapFd("relay_sockets"), doorbell::ring);
      RulesInForce.Tables tables = tables(describer);
      this.inForce = new RulesInForce(tables, indexes());
      this.heartbeat = new Heartbeat(control.buffer(), tables.generations());
      this.taps = own(new Taps(places, control.buffer(), inForce::tap));
      this.monitor = own(new LinkMonitor());
      this.nic = own(new NicCounters());
      this.waiting =
          new Waiting(doorbell, monitor.fd(), nextHops.fd(), taps.open(), Limits.MAX_TAPS);
      own(relay); // its threads use what comes before
      // Closed before all others: from there on traffic is none of our business.
      this.attacher = own(new Attacher(programs, control.buffer(), nextHops));
      resources.push(relay::fallSilent); // but packets need not wait for it
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private NextHops nextHops() {
    Mapping map = own(Mapping.writable(programs.mapFd("next_hops"), 0, NextHopsLayout.SIZE));
    return new NextHops(map.buffer(), rings::awaitPacketsInFlight);
  }

  private RulesInForce.Tables tables(Function<List<Rule>, byte[]> describer) {
    return new RulesInForce.Tables(
        own(new Generations(programs, control.buffer(), rings)),
        nextHops,
        new SessionTables(programs.mapFd("sessions")),
        own(new RulesText(programs.mapFd("rules_text"), describer)),
        counters,
        rings,
        relay);
  }

  private static Doorbell doorbell() {
    return Doorbell.open()
        .orElseThrow(
            () -> new DatapathException("cannot make an eventfd: " + Errno.text(Libc.errno())));
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
    return load(names, NO_TEXT);
  }

  /**
   * As {@link #load(List)}.
   *
   * @param describer writes rules in UTF-8, for other processes that ask about this session
   */
  public static BpfDatapath load(List<String> names, Function<List<Rule>, byte[]> describer) {
    return load(names, describer, RelayStarter.NONE);
  }

  /**
   * As {@link #load(List, Function)}.
   *
   * @param starter of the relay, which begins when rules first want it
   */
  public static BpfDatapath load(
      List<String> names, Function<List<Rule>, byte[]> describer, RelayStarter starter) {
    bindNative();
    Set<String> distinct = new LinkedHashSet<>(names);
    if (distinct.isEmpty() || distinct.size() > MAX_INTERFACES) {
      throw new DatapathException(
          "a session has 1 to " + MAX_INTERFACES + " interfaces, not " + distinct.size());
    }
    List<Interfaces.Interface> found = Interfaces.find(distinct);
    Set<LinkType> links = EnumSet.noneOf(LinkType.class);
    found.forEach(one -> links.add(one.link()));
    return new BpfDatapath(found, links, describer, starter);
  }

  /** Loads the program for one kind of link, with no interface: for {@link #run}. */
  public static BpfDatapath load(LinkType link) {
    bindNative();
    return new BpfDatapath(List.of(), EnumSet.of(link), NO_TEXT, RelayStarter.NONE);
  }

  /** JNR unpacks a library of its own before the first call. */
  static void bindNative() {
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
    attach(choice, false);
  }

  /**
   * As {@link #attach(HookChoice)}.
   *
   * @param sent whether taps take what this host sends, too; rules act on what comes in alone
   */
  public void attach(HookChoice choice, boolean sent) {
    attach(choice, sent, TcWay.LINK_ELSE_FILTER);
  }

  void attach(HookChoice choice, boolean sent, TcWay tc) {
    checkOpen();
    events.addAll(nextHops.awaitNeighbours(NEIGHBOUR_NANOS));
    var wish = new Attacher.Wish(choice, objections(), sent, tc);
    interfaces.forEach(one -> nic.begin(one.index()));
    if (attacher.attach(interfaces, wish)) {
      heartbeat.leaseRules();
    }
    attachments().forEach(monitor::watch);
    events.addAll(monitor.askAll());
  }

  /** Hooks that cannot do all that the rules want, and why. */
  private Map<Hook, String> objections() {
    Map<Hook, String> objections = inForce.objections();
    if (objections.isEmpty() && inForce.wantsSessions()) {
      for (Interfaces.Interface one : interfaces) {
        if (nextHops.refusesNative(one.index())) {
          String way = one.name() + ", a way back to clients, takes no frames from native XDP";
          return Map.of(Hook.NATIVE, way);
        }
      }
    }
    return objections;
  }

  @Override
  public List<Attachment> attachments() {
    return attacher.attachments();
  }

  @Override
  public long apply(List<Rule> changed) {
    checkOpen();
    tend();
    return inForce.apply(changed);
  }

  @Override
  public long apply(List<Rule> changed, Duration confirmWithin) {
    checkOpen();
    tend();
    return inForce.apply(changed, confirmWithin);
  }

  @Override
  public void confirm() {
    checkOpen();
    inForce.confirm();
  }

  @Override
  public Optional<Unconfirmed> unconfirmed() {
    checkOpen();
    return inForce.unconfirmed();
  }

  private Map<String, Integer> indexes() {
    Map<String, Integer> indexes = new LinkedHashMap<>();
    interfaces.forEach(one -> indexes.put(one.name(), one.index()));
    return indexes;
  }

  @Override
  public List<Rule> rules() {
    checkOpen();
    return inForce.rules();
  }

  @Override
  public Map<String, RuleCounters> ruleCounters() {
    checkOpen();
    return inForce.ruleCounters();
  }

  @Override
  public Map<String, List<TargetState>> targets() {
    checkOpen();
    return inForce.targets();
  }

  @Override
  public NextHop lookUp(Target target) {
    checkOpen();
    return nextHops.lookUp(target);
  }

  @Override
  public List<IpAddress> neighbours() {
    checkOpen();
    return nextHops.neighbours();
  }

  @Override
  public Optional<RelayState> relay() {
    checkOpen();
    return relay.state();
  }

  @Override
  public Optional<String> ruleName(int slot) {
    return Optional.ofNullable(inForce.ruleName(slot));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What {@link Ledger#nic()} counts: {@link NicCounters}.
   */
  @Override
  public Ledger ledger(Tap tap) {
    checkOpen();
    return counters.ledger(nic.received(), tap.counters());
  }

  @Override
  public Tap openTap(TapOptions options) {
    checkOpen();
    return taps.open(options);
  }

  @Override
  public List<DatapathEvent> events() {
    checkOpen();
    tend();
    List<DatapathEvent> happened = List.copyOf(events);
    events.clear();
    return happened;
  }

  /** What has to be done all the while: hearing what happened, and letting the program know. */
  private void tend() {
    events.addAll(monitor.events());
    events.addAll(nextHops.events());
    events.addAll(inForce.events());
    events.addAll(relay.events());
    attacher.tellProgram();
    heartbeat.beat();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Meanwhile it hears of changed next hops, so that a caller may wait for as long as it likes.
   */
  @Override
  public void await(long timeoutNanos) {
    checkOpen();
    long start = System.nanoTime();
    int known = events.size();
    boolean woken = false;
    for (long left = timeoutNanos; left >= 0 && !woken && events.size() == known; ) {
      woken = waiting.await(Math.min(Math.min(left, TEND_NANOS), inForce.nanosLeft()));
      tend();
      left = timeoutNanos - (System.nanoTime() - start);
    }
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
  public ProgramRun run(EntryPoint entry, LinkType link, byte[] frame, ProgramRun.Setup setup) {
    checkOpen();
    heartbeat.beat();
    return TestRun.run(entry, programs.fd(entry, link), frame, setup);
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
    Optional<Exception> failure = Optional.empty();
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        failure = failure.or(() -> Optional.of(e)); // the others are to be closed all the same
      }
    }
    if (failure.isPresent()) {
      throw new IllegalStateException(failure.get());
    }
  }
}
