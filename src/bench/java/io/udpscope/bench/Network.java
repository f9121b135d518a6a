package io.udpscope.bench;

import java.io.IOException;

/** A veth in the namespace that src/bench/run has made for this process. */
final class Network {
  /** Where udpscope sits. */
  static final String NEAR = "h0";

  /** What frames are sent out of to get there. */
  static final String FAR = "p0";

  static final String NEAR_MAC = "02:00:00:00:00:02";

  private Network() {}

  static void make() throws IOException, InterruptedException {
    NativeTool.run("ip", "link", "set", "lo", "up");
    NativeTool.run(
        "ip", "link", "add", NEAR, "address", NEAR_MAC, "type", "veth", "peer", "name", FAR);
    for (String end : new String[] {NEAR, FAR}) {
      // Without IPv6 nobody says anything here unasked.
      NativeTool.run("ip", "link", "set", end, "addrgenmode", "none");
      NativeTool.run("ip", "link", "set", end, "up");
    }
  }
}
