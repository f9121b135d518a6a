package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the view of path health looks like. */
class HealthGoldenTest {
  private static ReplaySession live(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach().goOn();
    session.host.address("10.0.0.2");
    return session;
  }

  private static UdpSocket socket(String address, int port, long queued, long drops) {
    return new UdpSocket(
        IpAddress.parse(address), port, 0, false, queued, 212_992, drops, port + 70_000L);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48", "40,10"})
  void showsThatNothingIsWrongAndThatNobodyListens(int columns, int rows) {
    ReplaySession session = live(columns, rows).typeAlone('4').advance(1_000_000_000);
    session.host.count("Udp.InDatagrams", 3000).count("Ip.InReceives", 3100);
    Golden.check("health", session.advance(1_000_000_000));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48", "40,10"})
  void showsWhatIsWrongFirst(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.host.count("Udp.RcvbufErrors", 1204).count("Udp.InErrors", 1204);
    session.host.count("softnet.dropped", 17);
    session.typeAlone('4').advance(1_000_000_000);
    session.host.count("Udp.NoPorts", 110).count("Udp6NoPorts", 10);
    Golden.check("health-wrong", session.advance(1_000_000_000));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "160,48"})
  void marksWhatNobodyListenedFor(int columns, int rows) {
    ReplaySession session = live(columns, rows).arrive(40);
    session.host.count("Udp.NoPorts", 11);
    session.advance(1_000_000_000).press(Key.Kind.TAB).type("k");
    Golden.check("unheard", session);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "160,48"})
  void showsWhoListensForARuleAndForAPacket(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    SocketOwner slow = new SocketOwner(4711, "slowd");
    session.host.listen(socket("0.0.0.0", 5005, 212_000, 98_765), slow);
    session.host.listen(socket("10.0.0.2", 5006, 0, 0), slow);
    session.host.listen(socket("::", 5007, 2304, 12));
    session.press(Key.Kind.TAB).type("3k").typeAlone('4').advance(1_000_000_000);
    Golden.check("health-sockets", session.advance(1_000_000_000));
  }
}
