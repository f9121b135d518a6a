package io.udpscope.bench;

import io.udpscope.bench.Forwarder.Running;
import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long packets are under way to a receiver on loopback: src/bench/native/latency.c. */
final class RelayLatency {
  private final Forwarder forwarder;
  private final NetworkNamespace clients;
  private final NetworkNamespace host;

  private RelayLatency(Forwarder forwarder, ForwardingNetwork network) {
    this.forwarder = forwarder;
    this.clients = network.clients();
    this.host = network.host();
  }

  /**
   * From being sent until a process has them.
   *
   * @param lost percent
   * @param median microseconds
   * @param p99 microseconds
   */
  record Times(double lost, double median, double p99) {}

  /** What a forwarder does at two rates. */
  record Measured(Times sparse, Times steady) {}

  /** In a network made for it. */
  static Measured measure(Forwarder forwarder, int sparseRate, int steadyRate, double seconds)
      throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch();
        ForwardingNetwork network = new ForwardingNetwork(TargetPlace.LOOPBACK)) {
      Running running = forwarder.startOn(network.host(), scratch.directory());
      try {
        RelayLatency latency = new RelayLatency(forwarder, network);
        latency.times(steadyRate, seconds); // warms it up
        Times steady = latency.times(steadyRate, seconds);
        return new Measured(latency.times(sparseRate, seconds), steady);
      } finally {
        running.close();
      }
    }
  }

  private static Process start(NetworkNamespace network, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(NativeTool.file("latency")));
    command.addAll(List.of(arguments));
    return network.start(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  private Times times(int rate, double seconds) throws IOException, InterruptedException {
    String count = Long.toString((long) (rate * seconds));
    Process receiver =
        start(host, "receive", Integer.toString(ForwardingNetwork.TARGET_PORT), count);
    try (BufferedReader lines = receiver.inputReader()) {
      lines.readLine(); // it is ready
      int port =
          forwarder.addressesTarget() ? ForwardingNetwork.TARGET_PORT : ForwardingNetwork.HOST_PORT;
      start(
              clients,
              "send",
              ForwardingNetwork.HOST_ADDRESS,
              Integer.toString(port),
              Integer.toString(rate),
              count)
          .waitFor();
      String[] words = String.valueOf(lines.readLine()).split(" ");
      receiver.waitFor(); // its port is free
      double received = Double.parseDouble(words[1]);
      return new Times(
          100 * (1 - received / Double.parseDouble(count)),
          Double.parseDouble(words[3]) / 1e3,
          Double.parseDouble(words[5]) / 1e3);
    }
  }
}
