package io.udpscope.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import org.junit.jupiter.api.Test;

class FlowsTest {
  private static final IpAddress CLIENT = IpAddress.parse("10.0.0.9");
  private static final IpAddress SERVER = IpAddress.parse("10.0.0.53");

  private final Flows flows = new Flows(4);
  private final Conversations conversations = flows.conversations();
  private long row;

  private PacketRecord packet(String from, int fromPort, String to, int toPort, double seconds) {
    Frame frame = Frame.ethernet().ip(from, to).udp(fromPort, toPort).payload(new byte[58]);
    PacketRecord record = Records.of(frame, false);
    record.buffer().putLong(PacketRecord.TIME, Math.round(seconds * 1e9));
    return record;
  }

  private void count(PacketRecord record) {
    flows.count(record, row++);
  }

  private void send(String from, int fromPort, String to, int toPort, double seconds) {
    count(packet(from, fromPort, to, toPort, seconds));
  }

  @Test
  void headersThatAreNotAllThereCountForNothing() {
    PacketRecord whole = packet("10.0.0.9", 1000, "10.0.0.53", 53, 1);
    whole.buffer().putShort(PacketRecord.CAPTURED, (short) (whole.transportOffset() + 7));
    count(whole);

    assertThat(flows.total()).isEqualTo(Traffic.NONE);
    assertThat(conversations.size()).isZero();
  }

  @Test
  void bothDirectionsAreOneConversationThatBeginsWithWhoeverSpokeFirst() {
    send("10.0.0.9", 51000, "10.0.0.53", 53, 1);
    send("10.0.0.53", 53, "10.0.0.9", 51000, 1.5);
    send("10.0.0.53", 53, "10.0.0.9", 51000, 2.5);

    assertThat(conversations.size()).isOne();
    assertThat(conversations.address(0, true)).isEqualTo(CLIENT);
    assertThat(conversations.port(0, true)).isEqualTo(51000);
    assertThat(conversations.address(0, false)).isEqualTo(SERVER);
    assertThat(conversations.port(0, false)).isEqualTo(53);
    assertThat(conversations.sent(0, true)).isEqualTo(new Traffic(1, 100));
    assertThat(conversations.sent(0, false)).isEqualTo(new Traffic(2, 200));
    assertThat(conversations.firstNanos(0)).isEqualTo(1_000_000_000);
    assertThat(conversations.lastNanos(0)).isEqualTo(2_500_000_000L);
    assertThat(conversations.lastRow(0)).isEqualTo(2);
    assertThat(conversations.find(SERVER, 53, CLIENT, 51000)).isZero();
    assertThat(conversations.find(CLIENT, 53, SERVER, 51000)).isEqualTo(-1);
  }

  @Test
  void whoeverIsHigherMayHaveSpokenFirst() {
    send("10.0.0.53", 53, "10.0.0.9", 51000, 1);
    send("10.0.0.9", 51000, "10.0.0.53", 53, 2);

    assertThat(conversations.address(0, true)).isEqualTo(SERVER);
    assertThat(conversations.sent(0, true)).isEqualTo(new Traffic(1, 100));
  }

  @Test
  void anIpv4AddressIsNotTheIpv6OneWithTheSameBits() {
    send("::a00:9", 1, "::a00:35", 2, 1);
    send("10.0.0.9", 1, "10.0.0.53", 2, 1);

    assertThat(conversations.size()).isEqualTo(2);
    assertThat(flows.sources().size()).isEqualTo(2);
    assertThat(conversations.address(0, true)).isEqualTo(IpAddress.parse("::a00:9"));
    assertThat(flows.sources().address(1)).isEqualTo(CLIENT);
  }

  @Test
  void whatHappenedToTheLastPacketIsRemembered() {
    PacketRecord record = packet("10.0.0.9", 1000, "10.0.0.53", 53, 1);
    record.buffer().putShort(PacketRecord.RULE_SLOT, (short) 65535);
    record.buffer().put(PacketRecord.VERDICT, (byte) Verdict.COPIED.ordinal());
    record.buffer().put(PacketRecord.FLAGS, (byte) PacketRecord.FLAG_OUT);
    count(record);

    assertThat(conversations.lastRuleSlot(0)).isEqualTo(65535);
    assertThat(conversations.lastVerdict(0)).isEqualTo(Verdict.COPIED);
    assertThat(conversations.isHere(0, true)).isTrue();
    assertThat(conversations.isHere(0, false)).isFalse();
  }

  @Test
  void theOneThatWasIdleLongestMakesRoomAndIsCounted() {
    for (int port = 1; port <= 4; port++) {
      send("10.0.0.9", port, "10.0.0.53", 53, port);
    }
    send("10.0.0.53", 53, "10.0.0.9", 1, 5);
    send("10.0.0.9", 5, "10.0.0.53", 53, 6);

    assertThat(conversations.forgotten()).isOne();
    assertThat(conversations.find(CLIENT, 2, SERVER, 53)).isEqualTo(-1);
    assertThat(conversations.find(CLIENT, 1, SERVER, 53)).isNotEqualTo(-1);
    int newest = conversations.find(CLIENT, 5, SERVER, 53);
    assertThat(conversations.traffic(newest)).isEqualTo(new Traffic(1, 100));
    assertThat(conversations.packetsIn(newest, 2)).isZero();
    assertThat(flows.total()).isEqualTo(new Traffic(6, 600));
    assertThat(flows.sources().traffic(0)).isEqualTo(new Traffic(5, 500));
  }

  @Test
  void aSecondIsRememberedForSomeTime() {
    send("10.0.0.9", 1, "10.0.0.53", 53, 7.1);
    send("10.0.0.9", 1, "10.0.0.53", 53, 7.9);
    send("10.0.0.9", 1, "10.0.0.53", 53, 9.0);
    send("10.0.0.9", 1, "10.0.0.53", 53, 8.9); // another processor's, a little late

    assertThat(conversations.packetsIn(0, 7)).isEqualTo(2);
    assertThat(conversations.bytesIn(0, 7)).isEqualTo(200);
    assertThat(conversations.packetsIn(0, 8)).isOne();
    assertThat(conversations.packetsIn(0, 9)).isOne();
    assertThat(conversations.packetsIn(0, 10)).isZero();
    assertThat(conversations.lastNanos(0)).isEqualTo(9_000_000_000L);

    send("10.0.0.9", 1, "10.0.0.53", 53, 9 + 15);
    assertThat(conversations.packetsIn(0, 9)).isOne();
    assertThat(conversations.packetsIn(0, 8)).isZero();
    send("10.0.0.9", 1, "10.0.0.53", 53, 5000);
    assertThat(conversations.packetsIn(0, 24)).isZero();
    assertThat(conversations.packetsIn(0, 5000)).isOne();
    send("10.0.0.9", 1, "10.0.0.53", 53, 4000);
    assertThat(conversations.packetsIn(0, 4000)).isZero();
  }

  @Test
  void anOldSecondOfAnotherOneIsNotTakenForItsOwn() {
    for (int port = 1; port <= 5; port++) {
      send("10.0.0.9", port, "10.0.0.53", 53, port == 5 ? 2 : 1);
    }
    int newest = conversations.find(CLIENT, 5, SERVER, 53);

    assertThat(conversations.packetsIn(newest, 1)).isZero();
    assertThat(conversations.packetsIn(newest, 2)).isOne();
  }
}
