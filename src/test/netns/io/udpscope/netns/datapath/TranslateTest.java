package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket gets what was sent to another port. */
@Tag("bpf")
class TranslateTest {
  private static final int COUNT = 10_000;

  private static Rule translate(int first, int last, int to) {
    return new Rule("telemetry", Match.ports(new PortRange(first, last)), Action.PASS)
        .withTranslate(OptionalInt.of(to));
  }

  @ParameterizedTest
  @CsvSource({"NATIVE, on", "NATIVE, off", "GENERIC, on", "GENERIC, off", "TC, on", "TC, off"})
  void everyDatagramArrivesAtTheOtherPort(HookChoice hook, String offload) {
    try (Wire wire = Wire.stretch()) {
      wire.there.exec("ethtool", "-K", "p0", "tx", offload);
      Rule rule = translate(5005, 5005, 6005);
      try (Session session = Session.attach(wire.here, hook, "h0")) {
        session.apply(rule);
        for (String address : List.of(Wire.HERE, Wire.HERE_6)) {
          try (Inbox inbox = Inbox.open(wire.here, address, 6005)) {
            Flood.send(wire.there, 4, address, 5005, COUNT, inbox::arrived);
            assertThat(Eventually.becomes((long) COUNT, inbox::arrived)).isEqualTo(COUNT);
            assertThat(inbox.numbers().cardinality()).isEqualTo(COUNT);
            assertThat(inbox.damaged()).isZero();
            assertThat(inbox.sources()).hasSize(1);
          }
        }
        RuleCounters counters = session.counters(rule);
        assertThat(counters.translated()).isEqualTo(2 * COUNT);
        assertThat(counters.passed()).isEqualTo(2 * COUNT);
      }
      assertThat(UdpErrors.of(wire.here)).isZero();
    }
  }

  /** Each port to its own, and those beside the range to none. */
  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC", "TC"})
  void aRangeOntoARange(HookChoice hook) {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0");
        UdpReceiver first = UdpReceiver.listen(wire.here, Wire.HERE, 6005);
        UdpReceiver last = UdpReceiver.listen(wire.here, Wire.HERE, 6010);
        UdpReceiver before = UdpReceiver.listen(wire.here, Wire.HERE, 5004);
        UdpReceiver behind = UdpReceiver.listen(wire.here, Wire.HERE, 5011);
        UdpSender sender = UdpSender.in(wire.there)) {
      session.apply(translate(5005, 5010, 6005));
      for (int port : new int[] {5004, 5005, 5010, 5011}) {
        sender.send(Wire.HERE, port, "to " + port);
      }
      assertThat(first.hears("to 5005")).isTrue();
      assertThat(last.hears("to 5010")).isTrue();
      assertThat(before.hears("to 5004")).isTrue();
      assertThat(behind.hears("to 5011")).isTrue();
    }
  }

  /** On lo all checksums are partial, and only the generic hook is to be had. */
  @Test
  void onLoopback() {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, HookChoice.AUTO, "lo");
        Inbox inbox = Inbox.open(wire.here, "127.0.0.1", 6005);
        Inbox inbox6 = Inbox.open(wire.here, "::1", 6005)) {
      session.apply(translate(5005, 5005, 6005));
      Flood.send(wire.here, 1, "127.0.0.1", 5005, 100, inbox::arrived);
      Flood.send(wire.here, 1, "::1", 5005, 100, inbox6::arrived);
      assertThat(Eventually.becomes(100L, inbox::arrived)).isEqualTo(100);
      assertThat(Eventually.becomes(100L, inbox6::arrived)).isEqualTo(100);
      assertThat(inbox.damaged() + inbox6.damaged()).isZero();
      assertThat(inbox.sources()).isEqualTo(Set.of("127.0.0.1"));
      assertThat(UdpErrors.of(wire.here)).isZero();
    }
  }
}
