package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import io.udpscope.patience.Patience;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real sockets send, as the relay is given it, on each hook. */
@Tag("bpf")
class RelayTrafficTest {
  private static final int PORT = 53;
  private static final int CLIENT_PORT = 40000;

  /** The longest that the IP packet of a veth may be. */
  private static final int MTU = 65535;

  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private final NetworkNamespace here = NetworkNamespace.create("here");
  private final NetworkNamespace there = NetworkNamespace.create("there");
  private final RelayInHand relay = new RelayInHand();
  private BpfDatapath datapath;

  @AfterEach
  void close() {
    datapath.close();
    here.close();
    there.close();
  }

  private void open(HookChoice hook) {
    NetworkNamespace.linkPair(
        here.end("us0", "10.9.0.1/24", "fd09::1/64"),
        there.end("us1", "10.9.0.2/24", "fd09::2/64"));
    here.exec("ip", "link", "set", "us0", "mtu", Integer.toString(MTU));
    there.exec("ip", "link", "set", "us1", "mtu", Integer.toString(MTU));
    Target target = Target.of(IpAddress.parse("127.0.0.1"), 9);
    Forward forward =
        Forward.to(List.of(target)).withPath(Path.RELAY).withSource(Source.MASQUERADE);
    Rule rule =
        new Rule("dns", Match.ports(new PortRange(PORT, PORT)), Action.DROP)
            .withForward(Optional.of(forward));
    here.run(
        () -> {
          datapath = BpfDatapath.load(List.of("us0"), rules -> new byte[0], relay);
          datapath.apply(List.of(rule));
          datapath.attach(hook);
        });
  }

  private static IntStream lengths(int longest) {
    IntStream beside =
        IntStream.of(128, 512, 1472, 1536, 9216)
            .flatMap(length -> IntStream.rangeClosed(length - 1, length + 1));
    return IntStream.concat(beside, IntStream.of(0, 1, longest - 1, longest));
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void payloadsOfAllLengths(HookChoice hook) {
    open(hook);
    lengths(MTU - 28).forEach(length -> arrives("10.9.0.1", "10.9.0.2", length));
    lengths(MTU - 48).forEach(length -> arrives("fd09::1", "fd09::2", length));
    assertThat(datapath.relay().orElseThrow().ring().lost()).isZero();
    assertThat(datapath.ruleCounters().get("dns").failed()).isEmpty();
  }

  private void arrives(String to, String from, int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    there.call(
        () -> {
          try (DatagramSocket socket =
              new DatagramSocket(CLIENT_PORT, InetAddress.getByName(from))) {
            socket.send(new DatagramPacket(payload, length, InetAddress.getByName(to), PORT));
          }
          return null;
        });
    RelayedDatagram datagram = next(1).get(0);
    assertThat(datagram)
        .as("%d bytes to %s", length, to)
        .isEqualTo(
            new RelayedDatagram(
                "dns",
                List.of("127.0.0.1 port 9"),
                false,
                IpAddress.parse(from),
                CLIENT_PORT,
                IpAddress.parse(to),
                PORT,
                64,
                0,
                0,
                HexFormat.of().formatHex(payload)));
  }

  /** So many; fails if they do not come. */
  private List<RelayedDatagram> next(int count) {
    List<RelayedDatagram> datagrams = new ArrayList<>();
    long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
    while (datagrams.size() < count) {
      assertThat(System.nanoTime()).as("datagrams come").isLessThan(deadline);
      datagrams.addAll(relay.datagrams(datapath));
    }
    return datagrams;
  }

  /** Datagrams that the sender hands over in one piece come to tc as one packet. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 1400, 4500})
  void manyDatagramsInOnePacketOnTc(int segment) {
    open(HookChoice.TC);
    byte[] payload = sendSegmented(4500, segment);
    RelayedDatagram datagram = next(1).get(0);
    assertThat(datagram.segment()).isEqualTo(segment < 4500 ? segment : 0);
    assertThat(datagram.payload()).isEqualTo(HexFormat.of().formatHex(payload));
    assertThat(relay.count()).isZero();
  }

  /** To native XDP the kernel hands each by itself. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 1400, 4500})
  void manyDatagramsInOnePacketOnNativeXdp(int segment) {
    open(HookChoice.NATIVE);
    byte[] payload = sendSegmented(4500, segment);
    StringBuilder all = new StringBuilder();
    for (RelayedDatagram datagram : next((4500 + segment - 1) / segment)) {
      assertThat(datagram.segment()).isZero();
      all.append(datagram.payload());
    }
    assertThat(all).hasToString(HexFormat.of().formatHex(payload));
  }

  private byte[] sendSegmented(int length, int segment) {
    byte[] payload = new byte[length];
    new Random(segment).nextBytes(payload);
    // struct sockaddr_in
    ByteBuffer to = NativeMemory.allocate(16).putShort(0, (short) Libc.AF_INET);
    to.put(2, new byte[] {0, PORT, 10, 9, 0, 1});
    there.run(
        () -> {
          int socket = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
          assertThat(Libc.setsockopt(socket, SOL_UDP, UDP_SEGMENT, segment)).isZero();
          assertThat(Libc.connect(socket, to)).isZero();
          assertThat(Libc.send(socket, NativeMemory.of(payload), length)).isEqualTo(length);
          Libc.close(socket);
        });
    return payload;
  }
}
