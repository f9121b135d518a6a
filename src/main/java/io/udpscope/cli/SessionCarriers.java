package io.udpscope.cli;

import io.udpscope.app.change.Carrier;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.host.SocketTable;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PortRange;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the UDP that the operator's session comes by, where it comes by SSH_CONNECTION (ssh(1)) at
 * all: mosh, sockets that speak with the client, a tunnel that leads to it, and what name servers
 * answer. What cannot be read is not found, and the session's own packets may tell of it later.
 */
final class SessionCarriers {
  /** How packets leave for an address: from which of ours, and by which interface. */
  record Way(IpAddress local, String interfaceName) {}

  /** Where mosh-server(1) looks for a free port. */
  private static final PortRange MOSH = new PortRange(60000, 61000);

  /** The interfaces of which the kernel itself sends and takes UDP (SET_NETDEV_DEVTYPE). */
  private static final Set<String> TUNNELS = Set.of("wireguard", "vxlan", "geneve", "bareudp");

  private static final PortRange EPHEMERAL = new PortRange(32768, 60999);

  private final Path root;
  private final String connection;
  private final Function<IpAddress, Optional<Way>> ways;
  private final SocketFiles sockets;
  private final List<Carrier> carriers = new ArrayList<>();

  /**
   * @param root of the file system
   * @param environment SSH_CONNECTION of it counts
   */
  SessionCarriers(
      Path root, Map<String, String> environment, Function<IpAddress, Optional<Way>> ways) {
    this.root = root;
    this.connection = environment.getOrDefault("SSH_CONNECTION", "");
    this.ways = ways;
    this.sockets = new SocketFiles(root.resolve("proc"));
  }

  /** Of this host, by the routes of the calling thread's network. */
  static SessionFlows find(Map<String, String> environment) {
    return new SessionCarriers(Path.of("/"), environment, SessionCarriers::way).find();
  }

  SessionFlows find() {
    String[] words = connection.strip().split("\\s+");
    Optional<IpAddress> client = address(words[0]);
    if (client.isEmpty()) {
      return SessionFlows.NONE;
    }
    Optional<IpAddress> server = words.length > 2 ? address(words[2]) : Optional.empty();
    for (SocketTable.Row socket : sockets.udp()) {
      addMosh(socket, client.get(), server);
      addPeer(socket, client.get());
    }
    addTunnel(client.get());
    addNameServers();
    return new SessionFlows(client, carriers);
  }

  private void addMosh(SocketTable.Row socket, IpAddress client, Optional<IpAddress> server) {
    if (!socket.isConnected() && MOSH.contains(socket.port())) {
      String what = "mosh from " + client + " (port " + socket.port() + ")";
      carriers.add(carrier(what, Optional.of(client), server, socket.port()));
    }
  }

  private void addPeer(SocketTable.Row socket, IpAddress client) {
    if (socket.peer().equals(client)) {
      String what = "the socket that speaks with " + client + " (port " + socket.port() + ")";
      Optional<IpAddress> local = Optional.of(socket.local());
      carriers.add(carrier(what, Optional.of(client), local, socket.port()));
    }
  }

  private static Carrier carrier(
      String what, Optional<IpAddress> source, Optional<IpAddress> destination, int port) {
    return new Carrier(what, source, destination, new PortRange(port, port));
  }

  /** The kernel's own sockets belong to no process. Which of them is the tunnel's is not told. */
  private void addTunnel(IpAddress client) {
    Optional<String> name = ways.apply(client).map(Way::interfaceName);
    if (name.isEmpty()) {
      return;
    }
    Path device = root.resolve("sys/class/net").resolve(name.get());
    List<SocketTable.Row> underlay = new ArrayList<>();
    String kind = kind(device);
    if (TUNNELS.contains(kind)) {
      underlay.addAll(sockets.ofNoProcess());
    } else if (Files.exists(device.resolve("tun_flags"))) {
      kind = "the tunnel";
      underlay.addAll(sockets.ofTunnel(name.get()));
    }
    for (SocketTable.Row socket : underlay) {
      String what = kind + " " + name.get() + " (port " + socket.port() + ")";
      carriers.add(carrier(what, Optional.empty(), Optional.empty(), socket.port()));
    }
  }

  private static String kind(Path device) {
    for (String line : lines(device.resolve("uevent"))) {
      if (line.startsWith("DEVTYPE=")) {
        return line.substring("DEVTYPE=".length());
      }
    }
    return "";
  }

  /** What comes back from them goes to a port that the kernel has picked. */
  private void addNameServers() {
    PortRange ports = ephemeral();
    for (IpAddress server : nameServers()) {
      Optional<IpAddress> local = ways.apply(server).map(Way::local);
      String what = "the answers of the name server " + server;
      carriers.add(new Carrier(what, Optional.of(server), local, ports));
    }
  }

  /** Those of resolv.conf(5); where that names only this host, those that it asks in its turn. */
  private List<IpAddress> nameServers() {
    List<IpAddress> servers = nameServers(root.resolve("etc/resolv.conf"));
    if (servers.stream().allMatch(IpAddress::isLoopback)) {
      servers = nameServers(root.resolve("run/systemd/resolve/resolv.conf"));
    }
    return servers.stream().filter(server -> !server.isLoopback()).toList();
  }

  private static List<IpAddress> nameServers(Path file) {
    List<IpAddress> servers = new ArrayList<>();
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+");
      if (words.length > 1 && words[0].equals("nameserver")) {
        address(words[1]).ifPresent(servers::add);
      }
    }
    return servers;
  }

  /** ip_local_port_range of ip(7). */
  private PortRange ephemeral() {
    List<String> lines = lines(root.resolve("proc/sys/net/ipv4/ip_local_port_range"));
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).strip().split("\\s+");
    try {
      return new PortRange(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return EPHEMERAL;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** An address, without the zone that it may have, and as IPv4 where IPv6 only wraps it. */
  private static Optional<IpAddress> address(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    try {
      return Optional.of(IpAddress.parse(bare).unmapped());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Connecting a socket of UDP sends nothing; it only picks the route. */
  private static Optional<Way> way(IpAddress to) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(to.bytes()), 9));
      InetAddress local = socket.getLocalAddress();
      NetworkInterface device = NetworkInterface.getByInetAddress(local);
      return device == null
          ? Optional.empty()
          : Optional.of(new Way(IpAddress.of(local.getAddress()), device.getName()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
