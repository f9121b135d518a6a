package io.udpscope.datapath;

import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.EntryPoint;
import io.udpscope.datapath.bpf.LinkType;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.datapath.bpf.ProgramRun.Decision;
import io.udpscope.datapath.bpf.ProgramRun.Setup;
import io.udpscope.model.Ledger;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program in the kernel, attached to nothing. Frames go through it one by one (PROG_TEST_RUN).
 * Its interfaces are in a network of their own: two with Ethernet, one without.
 */
final class LoadedProgram implements AutoCloseable {
  private static final String RAW_IP_INTERFACE = "t0";
  private static final List<String> INTERFACES = List.of("h0", "h1", RAW_IP_INTERFACE);

  private final NetworkNamespace network;
  private final BpfDatapath datapath;
  private final Map<String, Integer> indexes;
  private Tap tap;

  private LoadedProgram(
      NetworkNamespace network, BpfDatapath datapath, Map<String, Integer> indexes) {
    this.network = network;
    this.datapath = datapath;
    this.indexes = indexes;
  }

  /** With a tap of these options, which {@link #observe} reads. */
  static LoadedProgram load(TapOptions options) {
    NetworkNamespace network = NetworkNamespace.create("tables");
    network.exec("ip", "link", "add", "h0", "type", "veth", "peer", "name", "h1");
    network.exec("ip", "tuntap", "add", RAW_IP_INTERFACE, "mode", "tun");
    Map<String, Integer> indexes = new HashMap<>();
    for (String name : INTERFACES) {
      // "2: h0@h1: <BROADCAST, …"
      String line = network.exec("ip", "-oneline", "link", "show", "dev", name);
      indexes.put(name, Integer.parseInt(line.substring(0, line.indexOf(':'))));
    }
    BpfDatapath datapath = network.call(() -> BpfDatapath.load(INTERFACES));
    LoadedProgram program = new LoadedProgram(network, datapath, indexes);
    program.tap = datapath.openTap(options);
    return program;
  }

  /** Another tap in place of the one there is. */
  void reopenTap(TapOptions options) {
    tap.close();
    tap = datapath.openTap(options);
  }

  /**
   * Runs something in the network of the interfaces, as {@link #isDropped(byte[], String)} wants.
   */
  void inNetwork(Runnable work) {
    network.run(work);
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
  boolean isDropped(byte[] frame, String interfaceName) {
    Setup setup = Setup.ONCE.withInterface(indexes.get(interfaceName), 0);
    return run(!interfaceName.equals(RAW_IP_INTERFACE), frame, setup).decision() == Decision.DROP;
  }

  private ProgramRun run(boolean ethernet, byte[] frame, Setup setup) {
    return datapath.run(
        EntryPoint.XDP, ethernet ? LinkType.ETHERNET : LinkType.RAW_IP, frame, setup);
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
        run.decision() == Decision.DROP,
        !Arrays.equals(run.frame(), frame.frame()),
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
