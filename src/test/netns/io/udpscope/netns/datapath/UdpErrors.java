package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.util.Arrays;
import java.util.List;

/** What a network's own counters say of datagrams that its sockets would not take. */
final class UdpErrors {
  private static final List<String> COUNTERS = List.of("InErrors", "InCsumErrors");

  private UdpErrors() {}

  /** The sum over both IP versions; a datagram with a wrong checksum counts twice. */
  static long of(NetworkNamespace network) {
    long errors = 0;
    String[] ipv4 =
        network
            .exec("cat", "/proc/net/snmp")
            .lines()
            .filter(line -> line.startsWith("Udp: "))
            .toArray(String[]::new);
    List<String> names = Arrays.asList(ipv4[0].split(" "));
    for (String counter : COUNTERS) {
      errors += Long.parseLong(ipv4[1].split(" ")[names.indexOf(counter)]);
    }
    for (String line : network.exec("cat", "/proc/net/snmp6").split("\n")) {
      String[] parts = line.split("\\s+");
      if (COUNTERS.stream().anyMatch(counter -> parts[0].equals("Udp6" + counter))) {
        errors += Long.parseLong(parts[1]);
      }
    }
    return errors;
  }
}
