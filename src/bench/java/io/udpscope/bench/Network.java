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
    add(NEAR, FAR, NEAR_MAC);
  }

  /** Another one. */
  static void add(String near, String far, String nearMac)
      throws IOException, InterruptedException {
    NativeTool.run(
        "ip", "link", "add", near, "address", nearMac, "type", "veth", "peer", "name", far);
    for (String end : new String[] {near, far}) {
      // Without IPv6 nobody says anything here unasked.
      NativeTool.run("ip", "link", "set", end, "addrgenmode", "none");
      NativeTool.run("ip", "link", "set", end, "up");
    }
  }
}
