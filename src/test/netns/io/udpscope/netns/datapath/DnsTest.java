package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** dig(1) asks a name server behind the program. */
@Tag("bpf")
class DnsTest {
  private static final Rule DROP_SYSLOG =
      new Rule("syslog", Match.ports(new PortRange(514, 514)), Action.DROP);
  private static final Rule DROP_DNS =
      new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP);

  @Test
  void namesResolveUnlessARuleDropsThem() {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, HookChoice.AUTO, "h0");
        NameServer server = NameServer.start(wire.here, Wire.HERE)) {
      session.apply(DROP_SYSLOG);
      assertThat(dig(wire.there, server)).contains("192.0.2.33");

      session.apply(DROP_DNS);
      assertThat(dig(wire.there, server)).contains("no servers could be reached");
      assertThat(session.packets(DROP_DNS)).isEqualTo(1);

      session.apply(DROP_DNS.withAction(Action.PASS));
      assertThat(dig(wire.there, server)).contains("192.0.2.33");
      assertThat(session.packets(DROP_DNS)).isEqualTo(2);
    }
  }

  /** dig's status is 9 where nobody answers: only what it says matters here. */
  private static String dig(NetworkNamespace network, NameServer server) {
    String query = "dig +short +noedns +tries=1 +time=1 @" + server.address() + " example.org A";
    return network.exec("sh", "-c", query + "; true");
  }

  /** Answers every query with one address. */
  private static final class NameServer implements AutoCloseable {
    private static final int FLAGS = 2;
    private static final int ANSWERS = 7;
    private static final byte[] ANSWER = {
      (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 33
    };

    private final DatagramSocket socket;

    private NameServer(DatagramSocket socket) {
      this.socket = socket;
    }

    static NameServer start(NetworkNamespace network, String address) {
      NameServer server =
          new NameServer(
              network.call(() -> new DatagramSocket(53, InetAddress.getByName(address))));
      new Thread(server::serve, "name server").start();
      return server;
    }

    String address() {
      return socket.getLocalAddress().getHostAddress();
    }

    private void serve() {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      try {
        while (true) {
          socket.receive(packet);
          byte[] reply = Arrays.copyOf(packet.getData(), packet.getLength() + ANSWER.length);
          reply[FLAGS] |= (byte) 0x80;
          reply[ANSWERS] = 1;
          System.arraycopy(ANSWER, 0, reply, packet.getLength(), ANSWER.length);
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
          packet.setLength(512);
        }
      } catch (IOException e) {
        // closed; whatever else it is, dig gets no answer and says so
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
