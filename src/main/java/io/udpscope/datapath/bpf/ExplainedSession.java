package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Explanation;
import io.udpscope.datapath.Explanation.ChosenTarget;
import io.udpscope.datapath.Explanation.Decision;
import io.udpscope.datapath.Explanation.Outcome;
import io.udpscope.datapath.Explanation.Refusal;
import io.udpscope.datapath.bpf.abi.AttachedLayout;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.ElfObject;
import io.udpscope.datapath.bpf.abi.ExplainedLayout;
import io.udpscope.datapath.bpf.abi.ForwardLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.NextHopLayout;
import io.udpscope.datapath.bpf.abi.NextHopsLayout;
import io.udpscope.datapath.bpf.abi.RuleLayout;
import io.udpscope.datapath.bpf.abi.RulesTextLayout;
import io.udpscope.datapath.bpf.abi.TargetLayout;
import io.udpscope.datapath.bpf.hop.Link;
import io.udpscope.datapath.bpf.hop.Links;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.ffi.Netlink;
import io.udpscope.model.Failure;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.Strategy;
import io.udpscope.model.Verdict;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A session that somebody runs on an interface, asked what it would do with a packet. A twin of its
 * program is loaded that shares its rules, next hops, sessions, turns and sockets, but none of its
 * counters and rings, and that changes nothing of what it shares. So the session does not notice.
 *
 * <p>Confined to the thread that opened it, in whose network the interface is.
 */
public final class ExplainedSession implements AutoCloseable {
  private static final String CONSTANTS = "udpscope.rodata";
  private static final String TEXT = "rules_text";

  /** What the twin shares, and how many entries of which size that has. */
  private enum Shared {
    CONTROL(ControlLayout.SIZE, 1),
    GENERATIONS(GenerationLayout.SIZE, Limits.GENERATIONS),
    NEXT_HOPS(NextHopsLayout.SIZE, 1),
    SESSIONS(Integer.BYTES, 2),
    TURNS(Long.BYTES, Limits.RULE_SLOTS),
    RELAY_SOCKETS(Integer.BYTES, Limits.RELAY_SOCKETS);

    final int valueBytes;
    final int entries;

    Shared(int valueBytes, int entries) {
      this.valueBytes = valueBytes;
      this.entries = entries;
    }

    String map() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Interfaces.Interface on;
  private final SessionProgram program;
  private final BpfObject twin;
  private final ByteBuffer control;
  private final ByteBuffer generations;
  private final ByteBuffer nextHops;
  private final Optional<ByteBuffer> text;
  private final Links links;

  private ExplainedSession(Interfaces.Interface on, SessionProgram program) {
    this.on = on;
    this.program = program;
    try (MapsOfProgram maps = new MapsOfProgram(program.id())) {
      this.twin = own(loadTwin(maps));
      this.control = map(maps, Shared.CONTROL);
      this.generations = map(maps, Shared.GENERATIONS);
      this.nextHops = map(maps, Shared.NEXT_HOPS);
      this.text =
          maps.has(TEXT, RulesTextLayout.SIZE, 1)
              ? Optional.of(own(Mapping.readOnly(maps.fd(TEXT), 0, RulesTextLayout.SIZE)).buffer())
              : Optional.empty();
      this.links = new Links(own(Netlink.open(0)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Finds the session on an interface of the calling thread's network.
   *
   * @throws DatapathException if there is no such interface or no session on it, if that is one of
   *     another version of udpscope, or if the kernel refuses
   */
  public static ExplainedSession on(String interfaceName) {
    BpfDatapath.bindNative();
    try (Interfaces interfaces = new Interfaces()) {
      Interfaces.Interface one = interfaces.find(interfaceName);
      return new ExplainedSession(one, SessionProgram.on(one));
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  private ByteBuffer map(MapsOfProgram maps, Shared shared) {
    long bytes = (long) shared.valueBytes * shared.entries;
    return own(Mapping.readOnly(maps.fd(shared.map()), 0, bytes)).buffer();
  }

  private BpfObject loadTwin(MapsOfProgram maps) {
    byte[] object = BpfObject.bytes(program.entry().object());
    checkVersion(maps, object);
    Map<String, Integer> shared = new HashMap<>();
    for (Shared one : Shared.values()) {
      shared.put(one.map(), maps.fd(one.map()));
    }
    new ElfObject(object).setVariable("udpscope_explains", 1);
    Set<String> programs = Set.of(program.entry().program(on.link()));
    return BpfObject.load(new BpfObject.Request(object, programs, shared));
  }

  /** Of one version are programs that have the same constants and maps of the same sizes. */
  private void checkVersion(MapsOfProgram maps, byte[] object) {
    ByteBuffer constants = new ElfObject(object).section(".rodata").orElseThrow();
    boolean same =
        maps.has(CONSTANTS, constants.capacity(), 1) && maps.first(CONSTANTS).equals(constants);
    for (Shared one : Shared.values()) {
      same &= maps.has(one.map(), one.valueBytes, one.entries);
    }
    if (!same) {
      throw new DatapathException(
          "the session on "
              + on.name()
              + " is of another version of udpscope: ask with the one that started it");
    }
  }

  /** What the interface puts before the IP header: a frame to be explained has to have it, too. */
  public LinkType link() {
    return on.link();
  }

  /**
   * Says what would become of a frame that came in now.
   *
   * @param frame at least 14 bytes, which is what the kernel wants
   * @throws DatapathException if the kernel does not take it, or if rules change all the time
   */
  public Explanation explain(byte[] frame) {
    for (int attempt = 0; attempt < 100; attempt++) {
      ProgramRun.Setup setup = ProgramRun.Setup.ONCE.withInterface(on.index(), 0);
      int fd = twin.programFd(program.entry().program(on.link()));
      ProgramRun run = TestRun.run(program.entry(), fd, frame, setup);
      ByteBuffer told = told();
      int index = generationOf(told);
      ByteBuffer generation = generation(index);
      int number = generation.getInt(GenerationLayout.NUMBER);
      Explanation explanation = read(told, generation, frame, run.frame());
      VarHandle.acquireFence();
      if (generation.getInt(GenerationLayout.NUMBER) == number && isInForce(index)) {
        return explanation;
      }
    }
    throw new DatapathException("the rules change too fast for an explanation: try again");
  }

  private ByteBuffer told() {
    ByteBuffer told = NativeMemory.allocate(ExplainedLayout.SIZE);
    LibBpf.lookupElement(twin.mapFd("explained"), NativeMemory.allocate(Integer.BYTES), told);
    return told;
  }

  /** What is no UDP packet to the program meets no rules; then those in force count. */
  private int generationOf(ByteBuffer told) {
    Outcome outcome = outcome(told);
    return outcome == Outcome.MATCHED || outcome == Outcome.UNMATCHED
        ? told.getInt(ExplainedLayout.GENERATION)
        : control.getInt(ControlLayout.GENERATION);
  }

  private static Outcome outcome(ByteBuffer told) {
    return Outcome.values()[told.getInt(ExplainedLayout.OUTCOME)];
  }

  private ByteBuffer generation(int index) {
    return generations
        .slice(index * GenerationLayout.SIZE, GenerationLayout.SIZE)
        .order(ByteOrder.nativeOrder());
  }

  /** Also of those that packets go back to. One that is neither may be written any time. */
  private boolean isInForce(int index) {
    int current = control.getInt(ControlLayout.GENERATION);
    return index == current || index == generation(current).getInt(GenerationLayout.FALLBACK);
  }

  private Explanation read(ByteBuffer told, ByteBuffer generation, byte[] before, byte[] after) {
    Outcome outcome = outcome(told);
    int position = told.getInt(ExplainedLayout.POSITION);
    boolean matched = outcome == Outcome.MATCHED;
    boolean answer = matched && position >= Limits.MAX_RULES;
    List<Refusal> refusals = List.of();
    if (outcome == Outcome.UNMATCHED || matched && !answer) {
      int end = matched ? position : generation.getInt(GenerationLayout.RULE_COUNT);
      refusals = new Refusals(generation, packet(told)).before(end);
    }
    Optional<Decision> decision = Optional.empty();
    if (matched) {
      OptionalInt known = answer ? position(told, generation) : OptionalInt.of(position);
      decision = Optional.of(new Decision(known, answer));
    }
    long number = generation.getInt(GenerationLayout.NUMBER) & 0xffff_ffffL;
    return new Explanation(
        on.name(),
        hook(),
        number,
        text.flatMap(memory -> text(memory, number)),
        outcome,
        decision,
        refusals,
        matched ? Verdict.of(told.get(ExplainedLayout.VERDICT)) : Verdict.PASSED,
        matched ? Failure.of(told.get(ExplainedLayout.FAILURE)) : Failure.NO_FAILURE,
        matched && !answer ? target(told, generation, position) : Optional.empty(),
        before,
        after);
  }

  private Refusals.Packet packet(ByteBuffer told) {
    boolean ipv6 = told.get(ExplainedLayout.IPV6) != 0;
    return new Refusals.Packet(
        on.index(),
        address(told, ExplainedLayout.SOURCE, ipv6),
        address(told, ExplainedLayout.DESTINATION, ipv6),
        told.getShort(ExplainedLayout.DESTINATION_PORT) & 0xffff);
  }

  private static IpAddress address(ByteBuffer memory, int at, boolean ipv6) {
    byte[] bytes = new byte[ipv6 ? 16 : 4];
    memory.get(at, bytes);
    return IpAddress.of(bytes);
  }

  /** Of the rule that has a slot. */
  private static OptionalInt position(ByteBuffer told, ByteBuffer generation) {
    short slot = told.getShort(ExplainedLayout.RULE_SLOT);
    for (int i = 0; i < generation.getInt(GenerationLayout.RULE_COUNT); i++) {
      int at = GenerationLayout.RULES + i * RuleLayout.SIZE;
      if (generation.getShort(at + RuleLayout.SLOT) == slot) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private Optional<ChosenTarget> target(ByteBuffer told, ByteBuffer generation, int position) {
    int rule = GenerationLayout.RULES + position * RuleLayout.SIZE;
    int forward = generation.getShort(rule + RuleLayout.FORWARD) & 0xffff;
    if (forward == 0) {
      return Optional.empty();
    }
    int at = GenerationLayout.FORWARDS + (forward - 1) * ForwardLayout.SIZE;
    if (generation.get(at + ForwardLayout.STRATEGY) == Strategy.ALL.ordinal()) {
      return Optional.empty();
    }
    int first = generation.getShort(at + ForwardLayout.FIRST_TARGET) & 0xffff;
    int count = generation.getShort(at + ForwardLayout.TARGET_COUNT) & 0xffff;
    return switch (Failure.of(told.get(ExplainedLayout.FAILURE))) {
      case NO_TARGET, UNREADABLE -> Optional.empty(); // none was chosen
      default -> target(generation, first, count, told.getShort(ExplainedLayout.TARGET_SLOT));
    };
  }

  private Optional<ChosenTarget> target(ByteBuffer generation, int first, int count, short slot) {
    for (int i = first; i < first + count; i++) {
      int at = GenerationLayout.TARGETS + i * TargetLayout.SIZE;
      if (generation.getShort(at + TargetLayout.SLOT) == slot) {
        boolean ipv6 = generation.get(at + TargetLayout.IPV6) != 0;
        return Optional.of(
            new ChosenTarget(
                address(generation, at + TargetLayout.ADDRESS, ipv6),
                generation.getShort(at + TargetLayout.PORT) & 0xffff,
                nextHop(slot & 0xffff)));
      }
    }
    return Optional.empty();
  }

  private NextHop nextHop(int slot) {
    int at = NextHopsLayout.hop(nextHops.getInt(NextHopsLayout.ofTarget(slot)));
    NextHop.State state = NextHop.State.values()[nextHops.get(at + NextHopLayout.STATE)];
    long silentNanos = System.nanoTime() - control.getLong(ControlLayout.HOPS_GOOD_UNTIL_NS);
    if (silentNanos > TimeUnit.SECONDS.toNanos(Limits.HOPS_KEPT_SECONDS)) {
      return NextHop.UNKNOWN; // too old for the program
    }
    Link out = links.at(nextHops.getInt(at + NextHopLayout.IFINDEX));
    Optional<MacAddress> mac = Optional.empty();
    if (nextHops.get(at + NextHopLayout.LINK_LENGTH) != 0) {
      byte[] bytes = new byte[MacAddress.BYTES];
      nextHops.get(at + NextHopLayout.LINK, bytes);
      mac = Optional.of(MacAddress.of(bytes));
    }
    boolean refuses = (nextHops.get(at + NextHopLayout.FLAGS) & NextHopLayout.REFUSES_NATIVE) != 0;
    return new NextHop(state, Optional.ofNullable(out).map(Link::name), mac, refuses);
  }

  private Hook hook() {
    if (program.entry() == EntryPoint.TC) {
      return Hook.TC;
    }
    for (int i = 0; i < Limits.MAX_INTERFACES; i++) {
      int at = ControlLayout.attached(i);
      if (control.getInt(at + AttachedLayout.IFINDEX) == on.index()) {
        int flags = control.getInt(at + AttachedLayout.FLAGS);
        return (flags & AttachedLayout.GENERIC) != 0 ? Hook.GENERIC : Hook.NATIVE;
      }
    }
    return Hook.NATIVE;
  }

  /** The text of a generation; empty if it is another one's, or being written. */
  private static Optional<String> text(ByteBuffer memory, long number) {
    int length = memory.getInt(RulesTextLayout.LENGTH);
    VarHandle.acquireFence();
    if (length <= 0 || length > Limits.RULES_TEXT) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    memory.get(RulesTextLayout.TEXT, bytes);
    int of = memory.getInt(RulesTextLayout.NUMBER);
    VarHandle.acquireFence();
    return of == (int) number && memory.getInt(RulesTextLayout.LENGTH) == length
        ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
