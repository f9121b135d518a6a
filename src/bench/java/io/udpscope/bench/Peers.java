package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Everything that forwards here and is not udpscope. */
final class Peers {
  private static final String LISTEN =
      ForwardingNetwork.HOST_ADDRESS + ":" + ForwardingNetwork.HOST_PORT;

  private Peers() {}

  /** Nobody forwards: what sending and receiving cost by themselves. */
  record Nobody(String name, TargetPlace target) implements Forwarder {
    @Override
    public boolean addressesTarget() {
      return true;
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory) {
      return Running.KERNEL;
    }
  }

  /** libbpf's loop over a ring and a sendto() for each packet: src/bench/native/plainrelay.c. */
  record PlainRelay(TargetPlace target) implements Forwarder {
    @Override
    public String name() {
      return "plain C relay";
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory)
        throws IOException, InterruptedException {
      return new PeerProcess(
              host,
              directory.resolve("plainrelay.out"),
              List.of(
                  NativeTool.file("plainrelay"),
                  NativeTool.file("plainrelay.bpf.o"),
                  ForwardingNetwork.IN,
                  Integer.toString(ForwardingNetwork.HOST_PORT),
                  target.address(),
                  Integer.toString(ForwardingNetwork.TARGET_PORT)))
          .awaitText("ready");
    }
  }

  /** The kernel's own routing, which rewrites MACs and TTL and nothing else. */
  static final class Routing implements Forwarder {
    @Override
    public String name() {
      return "kernel routing";
    }

    @Override
    public TargetPlace target() {
      return TargetPlace.BEYOND_HOST;
    }

    @Override
    public boolean addressesTarget() {
      return true;
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory) {
      route(host);
      return Running.KERNEL;
    }
  }

  static final class Nftables implements Forwarder {
    private static final String RULES =
        """
        table ip forwarding {
          chain prerouting {
            type nat hook prerouting priority dstnat
            iifname %s udp dport %d dnat to %s
          }
          chain postrouting {
            type nat hook postrouting priority srcnat
            oifname %s masquerade
          }
        }
        """;

    @Override
    public String name() {
      return "nftables, dnat + masquerade";
    }

    @Override
    public TargetPlace target() {
      return TargetPlace.BEYOND_HOST;
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory) throws IOException {
      route(host);
      String rules =
          String.format(
              Locale.ROOT,
              RULES,
              ForwardingNetwork.IN,
              ForwardingNetwork.HOST_PORT,
              target().endpoint(),
              ForwardingNetwork.OUT);
      host.exec("nft", "-f", Files.writeString(directory.resolve("nft.rules"), rules).toString());
      return Running.KERNEL;
    }
  }

  record Nginx(TargetPlace target) implements Forwarder {
    /** A session for each client that lasts, which costs less than one for each datagram. */
    private static final String CONFIGURATION =
        """
        load_module /usr/lib/nginx/modules/ngx_stream_module.so;
        daemon off;
        user root;
        pid %1$s/nginx.pid;
        error_log %1$s/nginx.log;
        worker_processes 1;
        events { worker_connections 1024; }
        stream { server { listen %2$s udp; proxy_pass %3$s; proxy_timeout 60s; } }
        """;

    @Override
    public String name() {
      return "nginx stream";
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory)
        throws IOException, InterruptedException {
      Path file =
          Files.writeString(
              directory.resolve("nginx.conf"),
              String.format(Locale.ROOT, CONFIGURATION, directory, LISTEN, target.endpoint()));
      return new PeerProcess(
              host,
              directory.resolve("nginx.out"),
              List.of("nginx", "-p", directory.toString(), "-c", file.toString()))
          .awaitSocket(host, ForwardingNetwork.HOST_PORT);
    }
  }

  record Socat(TargetPlace target) implements Forwarder {
    @Override
    public String name() {
      return "socat";
    }

    @Override
    public Running startOn(NetworkNamespace host, Path directory)
        throws IOException, InterruptedException {
      return new PeerProcess(
              host,
              directory.resolve("socat.out"),
              List.of(
                  "socat",
                  "-u",
                  "UDP4-RECV:"
                      + ForwardingNetwork.HOST_PORT
                      + ",bind="
                      + ForwardingNetwork.HOST_ADDRESS,
                  "UDP4-SENDTO:" + target.endpoint()))
          .awaitSocket(host, ForwardingNetwork.HOST_PORT);
    }
  }

  private static void route(NetworkNamespace host) {
    host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
  }
}
