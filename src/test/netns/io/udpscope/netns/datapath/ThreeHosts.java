package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A client, this host and a target, on two wires: {@code c0—h0} and {@code h1—t0}. This host
 * forwards nothing by itself. The target finds back to the client through it.
 */
final class ThreeHosts implements AutoCloseable {
  static final String CLIENT = "10.71.0.2";
  static final String CLIENT_6 = "fd71::2";
  static final String HERE = "10.71.0.1";
  static final String HERE_6 = "fd71::1";
  static final String TARGET = "10.72.0.2";
  static final String TARGET_6 = "fd72::2";

  final NetworkNamespace client = NetworkNamespace.create("client");
  final NetworkNamespace here = NetworkNamespace.create("here");
  final NetworkNamespace target = NetworkNamespace.create("target");

  ThreeHosts() {
    NetworkNamespace.linkPair(
        client.end("c0", CLIENT + "/24", CLIENT_6 + "/64"),
        here.end("h0", HERE + "/24", HERE_6 + "/64"));
    NetworkNamespace.linkPair(
        here.end("h1", "10.72.0.1/24", "fd72::1/64"),
        target.end("t0", TARGET + "/24", TARGET_6 + "/64"));
    // The kernel asks for IPv6 neighbours from link-local addresses alone.
    here.exec("ip", "addr", "add", "fe80::1/64", "dev", "h1", "nodad");
    target.exec("ip", "addr", "add", "fe80::2/64", "dev", "t0", "nodad");
    target.exec("ip", "route", "add", "default", "via", "10.72.0.1");
    target.exec("ip", "route", "add", "default", "via", "fd72::1");
    // Or the target's end of the wire takes no frames from native XDP.
    target.exec("ethtool", "-K", "t0", "gro", "on");
    here.call(ThreeHosts::forwardNothing);
  }

  private static Void forwardNothing() throws IOException {
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0");
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "0");
    return null;
  }

  /** The client sends as a network card does: checksums whole. */
  void sendWholeChecksums() {
    client.exec("ethtool", "-K", "c0", "tx", "off");
  }

  @Override
  public void close() {
    client.close();
    here.close();
    target.close();
  }
}
