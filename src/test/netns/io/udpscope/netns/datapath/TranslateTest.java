package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A range of ports becomes another one, and sockets there get what was sent to the first. */
@Tag("bpf")
class TranslateTest {
  private static final int FIRST = 5005;
  private static final int PORTS = 3;
  private static final int TRANSLATED = 6005;
  private static final int COUNT = 100;
  private static final Rule RULE =
      new Rule("move", Match.ports(new PortRange(FIRST, FIRST + PORTS - 1)), Action.PASS)
          .withTranslate(OptionalInt.of(TRANSLATED));

  static Stream<Arguments> ways() {
    return Stream.of(HookChoice.NATIVE, HookChoice.GENERIC, HookChoice.TC)
        .flatMap(
            hook ->
                Stream.of(false, true)
                    .flatMap(
                        whole ->
                            Stream.of(Wire.HERE, Wire.HERE_6)
                                .map(address -> Arguments.of(hook, whole, address))));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void onAWire(HookChoice hook, boolean whole, String address) {
    try (Wire wire = whole ? Wire.stretch().asFromACard() : Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0")) {
      assertThat(session.attachment().hook().word()).isEqualTo(hook.word());
      translates(session, wire.here, wire.there, address);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GENERIC", "TC"})
  void onLoopback(HookChoice hook) {
    try (NetworkNamespace alone = NetworkNamespace.create("alone");
        Session session = Session.attach(alone, hook, "lo")) {
      translates(session, alone, alone, "127.0.0.1");
      translates(session, alone, alone, "::1");
    }
  }

  private static void translates(
      Session session, NetworkNamespace here, NetworkNamespace there, String address) {
    List<UdpReceiver> receivers = new ArrayList<>();
    try (UdpReceiver untranslated = UdpReceiver.listen(here, address, FIRST);
        UdpSender sender = UdpSender.in(there)) {
      session.apply(RULE);
      long before = session.counters(RULE).translated();
      for (int i = 0; i < PORTS; i++) {
        receivers.add(UdpReceiver.listen(here, address, TRANSLATED + i));
      }
      for (int i = 0; i < PORTS; i++) {
        List<String> sent = new ArrayList<>();
        for (int packet = 0; packet < COUNT; packet++) {
          sent.add("packet " + packet + " to port " + i);
          sender.send(address, FIRST + i, sent.get(packet));
        }
        assertThat(Eventually.becomes(sent, receivers.get(i)::received)).isEqualTo(sent);
      }
      assertThat(untranslated.received()).isEmpty();
      assertThat(session.counters(RULE).translated() - before).isEqualTo(PORTS * COUNT);
      assertThat(UdpErrors.of(here)).isZero();
    } finally {
      receivers.forEach(UdpReceiver::close);
    }
  }
}
