package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** dnsmasq(8), which knows two names and asks nobody. */
final class Dnsmasq implements AutoCloseable {
  /** What it says of example.org. */
  static final String ANSWER = "192.0.2.33";

  private final Process process;

  private Dnsmasq(Process process) {
    this.process = process;
  }

  /**
   * @param more options beside those that keep it from the host's files
   */
  static Dnsmasq serve(NetworkNamespace network, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file",
                "--user=root",
                "--no-resolv",
                "--no-hosts",
                "--address=/example.org/" + ANSWER,
                "--host-record=six.example.org,2001:db8::33"));
    command.addAll(List.of(more));
    return new Dnsmasq(network.start(new ProcessBuilder(command).inheritIO()));
  }

  boolean runs() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
