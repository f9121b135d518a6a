package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.key.Key;
import io.udpscope.app.page.ByteRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree of headers, the bytes, and how each follows the other. */
class DetailKeysTest {
  /** The newest packet is a DNS query. */
  private static ReplaySession inDetail() {
    ReplaySession session = new ReplaySession(120, 40).attach().arrive(600);
    session.type("/port 53 and ip").press(Key.Kind.ENTER);
    return session.press(Key.Kind.TAB).press(Key.Kind.TAB);
  }

  private static ReplaySession inBytes() {
    return inDetail().press(Key.Kind.TAB);
  }

  private static List<String> labels(ReplaySession session) {
    return session.state().detailLines().stream().map(HeaderTree.Line::label).toList();
  }

  private static HeaderTree.Line chosen(ReplaySession session) {
    return DetailKeys.chosen(session.state()).orElseThrow();
  }

  private static ByteRange lit(ReplaySession session) {
    return session.state().litBytes().orElseThrow();
  }

  @Test
  void headersAreClosedAndWhatThePayloadSaysIsOpen() {
    assertThat(labels(inDetail())).startsWith("Frame", "Ethernet", "IPv4", "UDP", "DNS");
  }

  @Test
  void oOpensAHeaderAndClosesIt() {
    ReplaySession session = inDetail().type("jj").type("o");
    assertThat(labels(session)).containsSequence("IPv4", "version", "header length");
    assertThat(chosen(session).label()).isEqualTo("IPv4");
    assertThat(labels(session.type("o"))).containsSequence("IPv4", "UDP");
  }

  @Test
  void oOnAFieldClosesItsHeader() {
    ReplaySession session = inDetail().type("jjojjjo");
    assertThat(labels(session)).containsSequence("IPv4", "UDP");
    assertThat(chosen(session).label()).isEqualTo("IPv4");
  }

  @Test
  void rightOpensAndThenScrollsAndLeftGoesTheSameWayBack() {
    ReplaySession session = inDetail().type("j").press(Key.Kind.RIGHT);
    assertThat(labels(session)).containsSequence("Ethernet", "destination");
    session.press(Key.Kind.RIGHT);
    assertThat(session.state().detail().shift()).isEqualTo(8);
    session.press(Key.Kind.LEFT);
    assertThat(session.state().detail().shift()).isZero();
    session.type("j").press(Key.Kind.LEFT);
    assertThat(chosen(session).label()).isEqualTo("Ethernet");
    assertThat(labels(session.press(Key.Kind.LEFT))).containsSequence("Ethernet", "IPv4");
    session.press(Key.Kind.LEFT);
    assertThat(chosen(session).label()).isEqualTo("Ethernet");
  }

  @Test
  void whatIsOpenAndChosenStaysSoInOtherPackets() {
    ReplaySession session = inDetail().type("jjojj");
    HeaderTree.Line before = chosen(session);
    session.press(Key.Kind.SHIFT_TAB).type("5k");
    assertThat(chosen(session).kind()).isEqualTo(before.kind());
    assertThat(labels(session)).contains("ttl");
  }

  @Test
  void choosingAFieldLightsItsBytes() {
    ReplaySession session = inDetail().type("jjojjjjjjjjj");
    assertThat(chosen(session).label()).isEqualTo("ttl");
    assertThat(lit(session)).isEqualTo(new ByteRange(22, 1));
  }

  @Test
  void aLitFieldIsInSight() {
    ReplaySession session = inDetail().type("G");
    int row = lit(session).from() / session.state().layout().bytesPerRow();
    assertThat(row).isGreaterThanOrEqualTo(session.state().detail().bytesTop());
    assertThat(row)
        .isLessThan(session.state().detail().bytesTop() + session.state().layout().byteRows());
  }

  @Test
  void movingAmongTheBytesChoosesTheFieldAndOpensWhatHidesIt() {
    ReplaySession session = inBytes().type("jllllll");
    assertThat(session.state().detail().byteCursor()).isEqualTo(22);
    assertThat(chosen(session).kind()).isEqualTo("IPv4/ttl");
    assertThat(lit(session)).isEqualTo(new ByteRange(22, 1));
    session.type("h");
    assertThat(chosen(session).kind()).isEqualTo("IPv4/fragment offset");
  }

  @Test
  void bytesAreReachedByRowPageAndEnds() {
    ReplaySession session = inBytes();
    int last = session.state().selected().orElseThrow().frameBytes() - 1;
    assertThat(session.type("G").state().detail().byteCursor()).isEqualTo(last);
    assertThat(session.type("3l").state().detail().byteCursor()).isEqualTo(last);
    assertThat(session.type("k").state().detail().byteCursor()).isEqualTo(last - 16);
    assertThat(session.type("g").state().detail().byteCursor()).isZero();
    assertThat(session.type("k").state().detail().byteCursor()).isZero();
    assertThat(session.type("20l").state().detail().byteCursor()).isEqualTo(20);
    assertThat(session.press(Key.Kind.PAGE_DOWN).state().detail().byteCursor()).isGreaterThan(40);
  }

  @Test
  void theBytesPaneBeginsWhereTheChosenFieldDoes() {
    ReplaySession session = inDetail().type("jjj").press(Key.Kind.TAB);
    assertThat(session.state().detail().byteCursor()).isEqualTo(34);
    assertThat(chosen(session).label()).isEqualTo("UDP");
  }

  @Test
  void nothingToOpenIsNoHarm() {
    ReplaySession session = new ReplaySession(120, 40).attach();
    session.press(Key.Kind.TAB).press(Key.Kind.TAB).type("ojklhgG");
    session.press(Key.Kind.TAB).type("jklhgG5g");
    assertThat(session.state().selected()).isEmpty();
  }
}
