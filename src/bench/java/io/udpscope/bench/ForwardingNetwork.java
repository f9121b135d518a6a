package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;

/**
 * Clients, our host and a target, each in a network of its own, joined by veths. Neighbours are
 * set, so that nobody asks for them between the packets.
 */
final class ForwardingNetwork implements AutoCloseable {
  /** Where our host receives. */
  static final String IN = "h0";

  /** Where our host sends. */
  static final String OUT = "h1";

  static final String HOST_ADDRESS = "10.66.0.254";
  static final int HOST_PORT = 5000;
  static final String TARGET_ADDRESS = "10.66.1.1";
  static final int TARGET_PORT = 6000;

  private static final String CLIENT = "c0";
  private static final String TARGET = "t0";
  private static final String CLIENT_ADDRESS = "10.66.0.1";
  private static final String HOST_MAC = "02:00:00:00:00:02";
  private static final String TARGET_MAC = "02:00:00:00:00:04";
  private static final String OUR_ADDRESS_THERE = "10.66.1.254";
  private static final int FLOWS = 64;
  private static final int PAYLOAD_BYTES = 64;

  private final NetworkNamespace clients = NetworkNamespace.create("clients");
  private final NetworkNamespace host = NetworkNamespace.create("host");
  private final NetworkNamespace target = NetworkNamespace.create("target");
  private final TargetPlace place;

  ForwardingNetwork(TargetPlace place) {
    this.place = place;
    switch (place) {
      case LINK_END -> {
        NetworkNamespace.linkPair(clients.end(CLIENT), target.end(TARGET, TARGET_ADDRESS + "/24"));
        setUpTarget();
      }
      case BEYOND_HOST -> {
        NetworkNamespace.linkPair(clients.end(CLIENT), host.end(IN, HOST_ADDRESS + "/24"));
        setUpHost();
        NetworkNamespace.linkPair(
            host.end(OUT, OUR_ADDRESS_THERE + "/24"), target.end(TARGET, TARGET_ADDRESS + "/24"));
        setNeighbour(host, OUT, TARGET_ADDRESS, TARGET_MAC);
        setUpTarget();
      }
      case LOOPBACK -> {
        NetworkNamespace.linkPair(
            clients.end(CLIENT, CLIENT_ADDRESS + "/24"), host.end(IN, HOST_ADDRESS + "/24"));
        setUpHost();
        setNeighbour(clients, CLIENT, HOST_ADDRESS, HOST_MAC);
      }
    }
  }

  private void setUpHost() {
    host.exec("ip", "link", "set", IN, "address", HOST_MAC);
    host.exec("ethtool", "-K", IN, "gro", "on");
  }

  private void setUpTarget() {
    target.exec("ip", "link", "set", TARGET, "address", TARGET_MAC);
    target.exec("ip", "route", "add", "default", "dev", TARGET);
    // Frames that XDP sends reach only a peer that polls for them.
    target.exec("ethtool", "-K", TARGET, "gro", "on");
  }

  private static void setNeighbour(
      NetworkNamespace network, String interfaceName, String address, String mac) {
    network.exec(
        "ip", "neigh", "add", address, "lladdr", mac, "dev", interfaceName, "nud", "permanent");
  }

  NetworkNamespace clients() {
    return clients;
  }

  NetworkNamespace host() {
    return host;
  }

  /**
   * 64-byte payloads in 64 flows.
   *
   * @param toTarget to the target's port where the clients reach it; else to our host's
   */
  Frames frames(boolean toTarget) {
    return new Frames(
        CLIENT,
        place == TargetPlace.LINK_END ? TARGET_MAC : HOST_MAC,
        toTarget && place != TargetPlace.LOOPBACK ? TARGET_ADDRESS : HOST_ADDRESS,
        toTarget ? TARGET_PORT : HOST_PORT,
        1,
        FLOWS,
        PAYLOAD_BYTES);
  }

  Process startSender(Frames frames, long rate, double seconds) throws IOException {
    return clients.start(frames.sender(rate, seconds));
  }

  Sink openSink() throws IOException {
    return place == TargetPlace.LOOPBACK
        ? Sink.ofSocket(host, TARGET_PORT)
        : Sink.ofInterface(target, TARGET, TARGET_PORT);
  }

  @Override
  public void close() {
    clients.close();
    host.close();
    target.close();
  }
}
