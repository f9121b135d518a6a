package io.udpscope.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a stranger to this host would ask first. */
final class HostFacts {
  /** That decide what becomes of a datagram. */
  private static final String[] SETTINGS = {
    "net/core/rmem_default",
    "net/core/rmem_max",
    "net/core/netdev_max_backlog",
    "net/core/netdev_budget",
    "net/core/bpf_jit_enable",
    "net/ipv4/ip_forward",
    "net/ipv4/udp_mem",
    "net/ipv4/udp_rmem_min",
    "net/ipv4/conf/all/rp_filter",
    "net/ipv4/conf/default/rp_filter",
    "net/ipv4/ip_local_port_range",
    "net/ipv6/conf/all/forwarding",
    "kernel/unprivileged_bpf_disabled"
  };

  private final RouteQuestions routes;
  private final Path proc;

  HostFacts(RouteQuestions routes, Path proc) {
    this.routes = routes;
    this.proc = proc;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("host " + read("sys/kernel/hostname"));
    lines.add("kernel " + read("version"));
    lines.add("up " + read("uptime").split(" ")[0] + " s");
    lines.add("load " + read("loadavg"));
    lines.addAll(routes.lines());
    for (String setting : SETTINGS) {
      lines.add(setting.replace('/', '.') + " = " + read("sys/" + setting));
    }
    return lines;
  }

  private String read(String file) {
    try {
      return Files.readString(proc.resolve(file), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "?";
    }
  }
}
