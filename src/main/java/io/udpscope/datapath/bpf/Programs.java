package io.udpscope.datapath.bpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The datapath's programs: those for XDP, which come with the maps, and those for tc, which share
 * the maps and are loaded when somebody first asks for one.
 */
final class Programs implements AutoCloseable {
  /** What both objects have in common. */
  private static final List<String> MAPS =
      List.of(
          "control",
          "generations",
          "next_hops",
          "sessions",
          "turns",
          "ledger",
          "rule_counters",
          "sent_by_rule",
          "target_counters",
          "tap_counters",
          "rings",
          "relay_sockets",
          "rules_text");

  private final Set<LinkType> links;
  private final BpfObject xdp;
  private BpfObject tc;

  /**
   * @param links what the session's interfaces are
   * @throws io.udpscope.datapath.DatapathException if the kernel refuses
   */
  Programs(Set<LinkType> links) {
    this.links = links;
    this.xdp = load(Map.of(), EntryPoint.XDP);
  }

  private BpfObject load(Map<String, Integer> maps, EntryPoint... entries) {
    Set<String> programs = new HashSet<>();
    for (EntryPoint entry : entries) {
      links.forEach(link -> programs.add(entry.program(link)));
    }
    byte[] bytes = BpfObject.bytes(entries[0].object());
    BpfObject object = BpfObject.load(new BpfObject.Request(bytes, programs, maps));
    programs.forEach(program -> object.bind(program, "rules_text"));
    return object;
  }

  /** The descriptor of a map; it belongs to this. */
  int mapFd(String name) {
    return xdp.mapFd(name);
  }

  /**
   * The descriptor of a program; it belongs to this.
   *
   * @throws io.udpscope.datapath.DatapathException if the kernel refuses those for tc
   */
  int fd(EntryPoint entry, LinkType link) {
    return (entry == EntryPoint.XDP ? xdp : tc()).programFd(entry.program(link));
  }

  private BpfObject tc() {
    if (tc == null) {
      Map<String, Integer> maps = new HashMap<>();
      MAPS.forEach(name -> maps.put(name, xdp.mapFd(name)));
      tc = load(maps, EntryPoint.TC, EntryPoint.TC_OUT);
    }
    return tc;
  }

  @Override
  public void close() {
    if (tc != null) {
      tc.close();
    }
    xdp.close();
  }
}
