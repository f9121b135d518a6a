package io.udpscope.datapath;

import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.EntryPoint;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.LinkType;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.datapath.bpf.ProgramRun.Decision;
import io.udpscope.datapath.bpf.ProgramRun.Setup;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Ledger;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The program in the kernel. Frames go through it one by one (PROG_TEST_RUN), and it sees no
 * others. Its interfaces are in a network of their own: two with Ethernet, one without. Packets may
 * leave by these, and by one that takes no frames from native XDP.
 */
final class LoadedProgram implements AutoCloseable {
  private static final String RAW_IP_INTERFACE = "t0";
  private static final List<String> INTERFACES = List.of("h0", "h1", RAW_IP_INTERFACE);

  /** A veth's peer that does not reassemble takes no frames of native XDP. */
  static final String REFUSING_INTERFACE = "n0";

  private final TestedHook hook;
  private final NetworkNamespace network;
  private final BpfDatapath datapath;
  private final Map<String, Integer> indexes;
  private Tap tap;

  private LoadedProgram(
      TestedHook hook,
      NetworkNamespace network,
      BpfDatapath datapath,
      Map<String, Integer> indexes) {
    this.hook = hook;
    this.network = network;
    this.datapath = datapath;
    this.indexes = indexes;
  }

  /** On the native hook, with a tap of these options, which {@link #observe} reads. */
  static LoadedProgram load(TapOptions options) {
    return load(TestedHook.NATIVE, options);
  }

  static LoadedProgram load(TestedHook hook, TapOptions options) {
    return load(hook, options, RelayStarter.NONE);
  }

  static LoadedProgram load(TestedHook hook, TapOptions options, RelayStarter relay) {
    NetworkNamespace network = NetworkNamespace.create("tables");
    addInterfaces(network);
    Map<String, Integer> indexes = new HashMap<>();
    for (String name : INTERFACES) {
      // "2: h0@h1: <BROADCAST, …"
      String line = network.exec("ip", "-oneline", "link", "show", "dev", name);
      indexes.put(name, Integer.parseInt(line.substring(0, line.indexOf(':'))));
    }
    BpfDatapath datapath =
        network.call(() -> BpfDatapath.load(INTERFACES, rules -> new byte[0], relay));
    LoadedProgram program = new LoadedProgram(hook, network, datapath, indexes);
    program.tap = datapath.openTap(options);
    if (hook == TestedHook.GENERIC) {
      // What the kernel itself would send, multicast listener reports, would be counted, too.
      network.exec("tc", "qdisc", "add", "dev", "h0", "root", "blackhole");
      network.exec("tc", "qdisc", "add", "dev", "h1", "root", "blackhole");
      network.run(() -> datapath.attach(HookChoice.GENERIC));
    }
    return program;
  }

  private static void addInterfaces(NetworkNamespace network) {
    String[] commands = {
      "ip link add h0 address 02:00:00:00:0a:00 type veth peer h1 address 02:00:00:00:0a:01",
      "ip link add n0 address 02:00:00:00:0a:02 type veth peer n1",
      "ip tuntap add t0 mode tun",
      "ip link set h1 mtu 1300",
      "ip link set t0 mtu 1400",
      "ethtool -K h0 gro on",
      "ethtool -K h1 gro on",
      "ethtool -K n1 gro off",
    };
    StringBuilder script = new StringBuilder("set -e\n" + String.join("\n", commands));
    waysOut()
        .forEach(
            (name, way) -> {
              script.append("\nip link set ").append(name).append(" addrgenmode none up");
              script.append("\nip addr add ").append(way.ipv4()).append("/32 dev ").append(name);
              script.append("\nip addr add ").append(way.ipv6()).append("/128 dev ").append(name);
              script.append(" nodad");
            });
    network.exec("sh", "-c", script.toString());
  }

  /** The interfaces that targets may name. */
  static Map<String, WayOut> waysOut() {
    Map<String, WayOut> ways = new TreeMap<>();
    ways.put("h0", wayOut("h0", "02:00:00:00:0a:00", 1500, Set.of(), 10));
    ways.put("h1", wayOut("h1", "02:00:00:00:0a:01", 1300, Set.of(), 11));
    ways.put("n0", wayOut("n0", "02:00:00:00:0a:02", 1500, Set.of(TestedHook.NATIVE), 12));
    ways.put("t0", wayOut("t0", null, 1400, Set.of(TestedHook.NATIVE, TestedHook.GENERIC), 13));
    return ways;
  }

  private static WayOut wayOut(
      String name, String mac, int mtu, Set<TestedHook> refuses, int host) {
    return new WayOut(
        name,
        Optional.ofNullable(mac).map(MacAddress::parse),
        mtu,
        refuses,
        IpAddress.parse("198.51.100." + host),
        IpAddress.parse("2001:db8:a::" + host));
  }

  /** Another tap in place of the one there is. */
  void reopenTap(TapOptions options) {
    tap.close();
    tap = datapath.openTap(options);
  }

  /** Runs something in the network of the interfaces, as {@link #run(byte[], String)} wants. */
  void inNetwork(Runnable work) {
    network.run(work);
  }

  void setDown(String interfaceName) {
    network.exec("ip", "link", "set", "dev", interfaceName, "down");
  }

  void route(String prefix, String interfaceName) {
    network.exec("ip", "route", "add", prefix, "dev", interfaceName);
  }

  void setUp(String interfaceName) {
    network.exec("ip", "link", "set", "dev", interfaceName, "up");
  }

  Datapath datapath() {
    return datapath;
  }

  Tap tap() {
    return tap;
  }

  Ledger ledger() {
    return datapath.ledger(tap);
  }

  /** Runs the program on an Ethernet frame. From any thread. */
  boolean isDropped(byte[] frame) {
    return run(true, frame, Setup.ONCE).decision() == Decision.DROP;
  }

  /** Runs the program on a frame that seems to come in on an interface. In its network only. */
  ProgramRun run(byte[] frame, String interfaceName) {
    return run(!interfaceName.equals(RAW_IP_INTERFACE), frame, cameInOn(interfaceName));
  }

  /** As {@link #run(byte[], String)}, so many times. */
  void runOften(byte[] frame, String interfaceName, int times) {
    run(true, frame, cameInOn(interfaceName).withRepeat(times));
  }

  /** Runs the program for what this host sends, so many times. In its network only. */
  void runSent(byte[] frame, String interfaceName, int times) {
    Setup setup = cameInOn(interfaceName).withRepeat(times);
    datapath.run(EntryPoint.TC_OUT, LinkType.ETHERNET, frame, setup);
  }

  private Setup cameInOn(String interfaceName) {
    return Setup.ONCE.withInterface(indexes.get(interfaceName), 0);
  }

  private ProgramRun run(boolean ethernet, byte[] frame, Setup setup) {
    EntryPoint entry = hook.isXdp() ? EntryPoint.XDP : EntryPoint.TC;
    return datapath.run(entry, ethernet ? LinkType.ETHERNET : LinkType.RAW_IP, frame, setup);
  }

  /** In its network only. */
  Observation observe(FrameCase frame, String interfaceName) {
    return observe(frame, cameInOn(interfaceName));
  }

  /**
   * In its network only.
   *
   * @param linear bytes of the frame in its first buffer
   */
  Observation observe(FrameCase frame, String interfaceName, int linear) {
    return observe(frame, cameInOn(interfaceName).withLinear(linear));
  }

  Observation observe(FrameCase frame) {
    return observe(frame, Setup.ONCE);
  }

  /**
   * @param linear bytes of the frame in its first buffer
   */
  Observation observe(FrameCase frame, int linear) {
    return observe(frame, Setup.ONCE.withLinear(linear));
  }

  private Observation observe(FrameCase frame, Setup setup) {
    Ledger before = ledger();
    ProgramRun run = run(frame.ethernet(), frame.frame(), setup);
    Ledger after = ledger();
    return new Observation(
        run.decision(),
        HexFormat.of().formatHex(run.frame()),
        difference(before, after),
        captures());
  }

  private static Map<Outcome, Traffic> difference(Ledger before, Ledger after) {
    Map<Outcome, Traffic> difference = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      Traffic then = outcome.in(before);
      Traffic now = outcome.in(after);
      if (!now.equals(then)) {
        difference.put(
            outcome, new Traffic(now.packets() - then.packets(), now.bytes() - then.bytes()));
      }
    }
    return difference;
  }

  /** The records since the last call. */
  List<Capture> captures() {
    List<Capture> captures = new ArrayList<>();
    tap.read(
        (buffer, offset, length) -> captures.add(Capture.of(datapath, buffer, offset)),
        Integer.MAX_VALUE);
    return captures;
  }

  @Override
  public void close() {
    datapath.close();
    network.close();
  }
}
