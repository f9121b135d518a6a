package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.patience.Patience;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bpf")
class NetworkNamespaceTest {
  @Test
  void itHasALoopbackAndNothingElse() {
    try (NetworkNamespace alone = NetworkNamespace.create("alone")) {
      String links = alone.exec("ip", "-o", "link");
      assertThat(links.lines()).hasSize(1);
      assertThat(links).contains("lo: <LOOPBACK,UP");
    }
  }

  @Test
  void itsThreadAndItsProgramsAreInItAndNobodyElse() throws Exception {
    try (TwoNetworks networks = new TwoNetworks()) {
      assertThat(networks.here.<Object>call(() -> NetworkInterface.getByName("us0"))).isNotNull();
      assertThat(NetworkInterface.getByName("us0")).isNull();
      assertThat(networks.here.exec("ip", "addr")).contains("us0").contains("fd09::1/64");
      assertThat(networks.there.exec("ip", "addr")).doesNotContain("us0").contains("us1");
    }
  }

  @Test
  void itsIpv6AddressesServeAtOnce() throws Exception {
    try (TwoNetworks networks = new TwoNetworks();
        DatagramSocket here = networks.here.call(() -> new DatagramSocket(7000));
        DatagramSocket there = networks.there.call(() -> new DatagramSocket())) {
      InetAddress address = InetAddress.getByName("fd09::1");
      there.send(new DatagramPacket(new byte[] {42}, 1, address, 7000));
      here.setSoTimeout((int) Patience.LIMIT.toMillis());
      DatagramPacket received = new DatagramPacket(new byte[8], 8);
      here.receive(received);
      assertThat(received.getLength()).isEqualTo(1);
      assertThat(received.getAddress()).isEqualTo(InetAddress.getByName("fd09::2"));
    }
  }

  @Test
  void aProgramThatFailsShowsWhatItSaid() {
    try (NetworkNamespace alone = NetworkNamespace.create("alone")) {
      assertThatThrownBy(() -> alone.exec("ip", "link", "show", "nosuch0"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ip link show nosuch0 in alone")
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void itEndsWithItsLinks() {
    try (NetworkNamespace stays = NetworkNamespace.create("stays")) {
      NetworkNamespace ends = NetworkNamespace.create("ends");
      NetworkNamespace.linkPair(stays.end("st0"), ends.end("en0"));
      ends.close();
      Patience.until("the network has gone", () -> !Files.exists(ends.path()));
      Patience.until("st0 is gone", () -> !stays.exec("ip", "link").contains("st0"));
      assertThatThrownBy(() -> ends.run(() -> {})).hasMessageContaining("ends is closed");
    }
  }

  @Test
  void whatFailsInItFailsHere() {
    try (NetworkNamespace alone = NetworkNamespace.create("alone")) {
      assertThatThrownBy(
              () ->
                  alone.run(
                      () -> {
                        throw new ArithmeticException("odd");
                      }))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("odd");
    }
  }
}
