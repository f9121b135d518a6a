package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that drops all UDP touches nothing else, and no fragment, which carries no ports. */
@Tag("bpf")
class BystandersTest {
  private static final int PATIENCE_MS = (int) Patience.LIMIT.toMillis();
  private static final Rule DROP_ALL = new Rule("all", Match.ANY, Action.DROP);

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void tcpPasses(HookChoice hook) throws IOException {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0")) {
      session.apply(DROP_ALL);

      assertThat(tellsOverTcp(wire, Wire.HERE)).isEqualTo("hello");
      assertThat(tellsOverTcp(wire, Wire.HERE_6)).isEqualTo("hello");
      assertThat(session.ledger().other().packets()).isPositive();
      assertThat(session.packets(DROP_ALL)).isZero();
    }
  }

  private static String tellsOverTcp(Wire wire, String address) throws IOException {
    try (ServerSocket server =
            wire.here.call(() -> new ServerSocket(0, 1, InetAddress.getByName(address)));
        Socket client = wire.there.call(() -> connect(server.getLocalSocketAddress()))) {
      server.setSoTimeout(PATIENCE_MS);
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write("hello".getBytes());
      }
      return new String(client.getInputStream().readAllBytes());
    }
  }

  private static Socket connect(SocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void echoRequestsPass(HookChoice hook) {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0")) {
      session.apply(DROP_ALL);

      assertThat(wire.there.call(() -> InetAddress.getByName(Wire.HERE).isReachable(PATIENCE_MS)))
          .isTrue();
      assertThat(wire.there.call(() -> InetAddress.getByName(Wire.HERE_6).isReachable(PATIENCE_MS)))
          .isTrue();
      assertThat(session.ledger().other().packets()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void fragmentedDatagramsPassAndWholeOnesDoNot(HookChoice hook) {
    for (String address : new String[] {Wire.HERE, Wire.HERE_6}) {
      try (Wire wire = Wire.stretch();
          Session session = Session.attach(wire.here, hook, "h0");
          UdpReceiver receiver = UdpReceiver.listen(wire.here, address, 5005);
          UdpSender sender = UdpSender.in(wire.there)) {
        session.apply(DROP_ALL);
        String large = "three fragments at an MTU of 1,500 ".repeat(115);

        sender.send(address, 5005, "whole");
        sender.send(address, 5005, large);

        assertThat(receiver.hears(large)).isTrue();
        assertThat(receiver.received()).containsExactly(large);
        assertThat(session.packets(DROP_ALL)).isEqualTo(1);
        assertThat(session.ledger().fragments().packets()).isEqualTo(3);
        assertThat(session.ledger().malformed().packets()).isZero();
      }
    }
  }
}
