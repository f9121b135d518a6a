package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that copies: the original arrives as if there were none, and the copy at the target. */
@Tag("bpf")
class CopyTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6006;
  private static final List<String> PAYLOADS =
      IntStream.range(0, 200).mapToObj(i -> "payload " + i).toList();

  private static Rule rule(String target) {
    Forward forward = Forward.to(List.of(Target.of(IpAddress.parse(target), TARGET_PORT)));
    return new Rule("mirror", Match.ports(new PortRange(PORT, PORT)), Action.PASS)
        .withForward(Optional.of(forward));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void originalAndCopyArrive(boolean whole, boolean ipv6) {
    String here = ipv6 ? ThreeHosts.HERE_6 : ThreeHosts.HERE;
    String target = ipv6 ? ThreeHosts.TARGET_6 : ThreeHosts.TARGET;
    Rule rule = rule(target);
    try (ThreeHosts hosts = new ThreeHosts()) {
      if (whole) {
        hosts.sendWholeChecksums();
      }
      try (Session session = Session.attach(hosts.here, HookChoice.TC, "h0");
          UdpReceiver original = UdpReceiver.listen(hosts.here, here, PORT);
          UdpReceiver copy = UdpReceiver.listen(hosts.target, target, TARGET_PORT);
          UdpSender sender = UdpSender.in(hosts.client)) {
        session.apply(rule);
        Eventually.ask(session::ways, Session::areReady);
        PAYLOADS.forEach(payload -> sender.send(here, PORT, payload));
        assertThat(Eventually.becomes(PAYLOADS, original::received)).isEqualTo(PAYLOADS);
        assertThat(Eventually.becomes(PAYLOADS, copy::received)).isEqualTo(PAYLOADS);
        assertThat(session.counters(rule).copied()).isEqualTo(PAYLOADS.size());
        assertThat(UdpErrors.of(hosts.here) + UdpErrors.of(hosts.target)).isZero();
      }
    }
  }

  @Test
  void onXdpTheOriginalPassesAndTheFailureIsCounted() {
    Rule rule = rule(ThreeHosts.TARGET);
    try (ThreeHosts hosts = new ThreeHosts();
        Session session = Session.attach(hosts.here, HookChoice.NATIVE, "h0");
        UdpReceiver original = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      session.apply(rule);
      sender.send(ThreeHosts.HERE, PORT, "alone");
      assertThat(original.hears("alone")).isTrue();
      assertThat(session.counters(rule).failed()).containsEntry(Failure.NOT_ON_THIS_HOOK, 1L);
      assertThat(session.counters(rule).copied()).isZero();
    }
  }
}
