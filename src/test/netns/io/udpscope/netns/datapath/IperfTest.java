package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** iperf3 says how much it sent; the counters have to say the same. */
@Tag("bpf")
class IperfTest {
  private static final int PORT = 5201;
  private static final Rule RULE =
      new Rule("iperf", Match.ports(new PortRange(PORT, PORT)), Action.PASS);
  private static final Pattern SENT =
      Pattern.compile("\"sum\":\\s*\\{[^}]*\"packets\":\\s*(\\d+)", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "GENERIC"})
  void countsAFloodExactly(HookChoice hook) throws IOException, InterruptedException {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, hook, "h0")) {
      session.apply(RULE);
      Process server =
          wire.here.start(
              new ProcessBuilder("iperf3", "-s", "-1")
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD));
      awaitListening(wire.here);
      String report =
          wire.there.exec("iperf3", "-c", Wire.HERE, "-u", "-b", "0", "-l", "200", "-t", "1", "-J");
      server.waitFor();

      Matcher sent = SENT.matcher(report);
      assertThat(sent.find()).as(report).isTrue();
      // One more datagram opens the stream before the first of those that it counts.
      long packets = Long.parseLong(sent.group(1)) + 1;
      assertThat(session.packets(RULE)).isEqualTo(packets);
      assertThat(session.ledger().matched().packets()).isEqualTo(packets);
      assertThat(session.ledger().tap().reserved() + session.ledger().tap().lost())
          .isEqualTo(packets);
    }
  }

  private static void awaitListening(NetworkNamespace network) {
    String listening = "ss -Hltn sport = :" + PORT;
    String shown = Eventually.ask(() -> network.exec("sh", "-c", listening), s -> !s.isEmpty());
    assertThat(shown).contains(Integer.toString(PORT));
  }
}
