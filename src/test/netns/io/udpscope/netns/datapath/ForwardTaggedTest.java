package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams that come with VLAN tags leave without: else no socket would get them. */
@Tag("bpf")
class ForwardTaggedTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;

  private static Rule rule(Action action) {
    Target target = Target.of(IpAddress.parse(Crossroads.ONE), TARGET_PORT);
    return new Rule("tagged", Match.ports(new PortRange(PORT, PORT)), action)
        .withForward(Optional.of(Forward.to(List.of(target))));
  }

  @ParameterizedTest
  @CsvSource({"NATIVE, DROP", "GENERIC, DROP", "TC, DROP", "TC, PASS"})
  void theTagsStayHere(HookChoice hook, Action action) throws IOException, InterruptedException {
    try (Crossroads roads = Crossroads.build().withTagsInFrames();
        Session session = Session.attach(roads.here, hook, "h0");
        UdpReceiver one = UdpReceiver.listen(roads.one, Crossroads.ONE, TARGET_PORT)) {
      session.applied(rule(action));
      MacAddress client = macOf(roads.client, "e0");
      MacAddress here = macOf(roads.here, "h0");
      for (int tags = 0; tags <= 2; tags++) {
        Frame frame = Frame.ethernet().macs(client.bytes(), here.bytes());
        for (int tag = 0; tag < tags; tag++) {
          frame.vlan(7 + tag);
        }
        String payload = "tags: " + tags;
        frame.ip(Crossroads.CLIENT, Crossroads.HERE).udp(40000, PORT).payload(payload);
        RawFrame.send(roads.client, "e0", frame);
        assertThat(one.hears(payload)).as(payload).isTrue();
      }

      RuleCounters counters = session.counters(rule(action));
      assertThat(action == Action.DROP ? counters.forwarded() : counters.copied()).isEqualTo(3);
      assertThat(UdpErrors.of(roads.one)).isZero();
    }
  }

  private static MacAddress macOf(NetworkNamespace network, String interfaceName) {
    String command = "ip -oneline link show dev $0 | sed 's/.*ether //; s/ .*//'";
    return MacAddress.parse(network.exec("sh", "-c", command, interfaceName).strip());
  }
}
