package io.udpscope.datapath.bpf;

/**
 * Where a frame enters the datapath: the program has one entry for each, and for each link type.
 */
public enum EntryPoint {
  /** As it comes in, native or generic. */
  XDP("udpscope_xdp.bpf.o", ""),
  /** As it comes in, behind XDP. */
  TC("udpscope_tc.bpf.o", ""),
  /** As this host sends it; it is only observed. */
  TC_OUT("udpscope_tc.bpf.o", "_out");

  private final String object;
  private final String suffix;

  EntryPoint(String object, String suffix) {
    this.object = object;
    this.suffix = suffix;
  }

  /** The object file that has it. */
  String object() {
    return object;
  }

  /** The name of the program in the object. */
  String program(LinkType link) {
    return link.program() + suffix;
  }
}
