package io.udpscope.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the view of path health is told, and what that costs. */
class HealthTest {
  private static final long SECOND = 1_000_000_000L;

  private final ReplaySession session = new ReplaySession(80, 24).attach();

  private List<String> texts() {
    return session.state().healthLines().stream()
        .filter(HealthLine.Text.class::isInstance)
        .map(line -> ((HealthLine.Text) line).text().strip())
        .toList();
  }

  @Test
  void readsNothingOfAnIdleHostWhileThePacketsAreShown() {
    int before = session.host.looks();
    for (int i = 0; i < 20; i++) {
      session.advance(SECOND);
    }
    assertThat(session.host.looks()).isEqualTo(before);
    session.arrive(10).advance(SECOND);
    assertThat(session.host.looks()).isEqualTo(before + 1);
  }

  @Test
  void readsTheCountersOnceASecondWhileTheyAreShown() {
    session.typeAlone('4');
    int before = session.host.looks();
    for (int i = 0; i < 50; i++) {
      session.advance(SECOND / 10);
    }
    assertThat(session.host.looks() - before).isBetween(4, 6);
    session.typeAlone('5');
    before = session.host.looks();
    session.arrive(10).advance(3 * SECOND);
    assertThat(session.host.looks()).isEqualTo(before);
  }

  @Test
  void countsFromTheSessionsBeginningOnAndForTheLastSecond() {
    session.host.count("Udp.NoPorts", 5);
    session.typeAlone('4');
    assertThat(session.state().snapshot().health().counted())
        .containsEntry(PathCounter.UDP_NO_PORTS, 5L);
    assertThat(session.state().snapshot().health().perSecond()).isEmpty();
    session.advance(SECOND);
    session.host.count("Udp.NoPorts", 100).count("Udp6NoPorts", 20);
    session.advance(SECOND);
    assertThat(session.state().snapshot().health().counted())
        .containsEntry(PathCounter.UDP_NO_PORTS, 125L);
    assertThat(session.state().snapshot().health().perSecond())
        .containsEntry(PathCounter.UDP_NO_PORTS, 120L);
    assertThat(texts()).contains("nobody listens on 5005-5010 (NoPorts grows 120/s)");
  }

  @Test
  void asksForThePortThatATranslationLeadsTo() {
    UdpSocket other =
        new UdpSocket(IpAddress.parse("0.0.0.0"), 6005, 0, false, 0, 212_992, 0, 4711);
    session.host.listen(other, new SocketOwner(99, "receiver"));
    session.type("t6005").press(Key.Kind.ENTER).typeAlone('4').advance(SECOND);
    assertThat(texts())
        .contains("rule telemetry: ports 5005-5010 translated to 6005-6010: 1 socket");
  }

  private List<String> unheard() {
    return session.state().page().rows().stream()
        .map(row -> (PageRow.PacketRow) row)
        .filter(row -> session.state().snapshot().health().unheard().is(row))
        .map(PageRow.PacketRow::destination)
        .toList();
  }

  @Test
  void marksWhatPassedToAPortOfThisHostThatNobodyListensOn() {
    session.host.address("10.0.0.2");
    session.arrive(5).advance(SECOND);
    session.arrive(200);
    session.host.count("Udp.NoPorts", 30);
    session.advance(SECOND);
    assertThat(unheard())
        .isNotEmpty()
        .allMatch(to -> to.matches("10\\.0\\.0\\.2:(514|[2-5]\\d{4})"));
  }

  @Test
  void marksNothingThatIsNotSure() {
    session.host.address("10.0.0.2");
    session.arrive(5).advance(SECOND);
    session.arrive(200).advance(SECOND); // the kernel counted none: a firewall, a container
    assertThat(unheard()).isEmpty();

    UdpSocket syslog = new UdpSocket(IpAddress.parse("::"), 514, 0, false, 0, 212_992, 0, 4711);
    session.host.listen(syslog);
    session.arrive(5).advance(SECOND);
    session.arrive(200);
    session.host.count("Udp.NoPorts", 30);
    session.advance(SECOND);
    assertThat(unheard()).noneMatch(to -> to.endsWith(":514"));
  }

  @Test
  void movesWithinTheLinesThatThereAre() {
    session.typeAlone('4').advance(SECOND);
    int last = session.state().healthLines().size() - 1;
    assertThat(session.type("G").state().health().cursor()).isEqualTo(last);
    assertThat(session.type("j").state().health().cursor()).isEqualTo(last);
    assertThat(session.type("2k").state().health().cursor()).isEqualTo(last - 2);
    assertThat(session.press(Key.Kind.PAGE_UP).state().health().cursor()).isLessThan(last - 2);
    assertThat(session.type("g").state().health().cursor()).isZero();
    assertThat(session.type("k").state().health().cursor()).isZero();
    assertThat(session.type("3g").state().health().cursor()).isEqualTo(2);
  }
}
