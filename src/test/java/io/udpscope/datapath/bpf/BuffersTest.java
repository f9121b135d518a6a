package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.patience.Patience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Frames that do not fit into one buffer, and a way out that takes none of these from native XDP: a
 * tap has ndo-xmit, and not ndo-xmit-sg.
 */
@Tag("bpf")
class BuffersTest {
  private static final int PORT = 53;
  private static final String LONG = "long ".repeat(1600);

  private final TwoNetworks networks = new TwoNetworks();
  private final Inbox inbox = Inbox.in(networks.here, PORT);
  private BpfDatapath datapath;

  @BeforeEach
  void forwardToTap() {
    List.of(
            "ip link set us0 mtu 9000",
            "ip tuntap add dev tap0 mode tap",
            "ip address add 10.2.0.1/24 dev tap0",
            "ip link set tap0 mtu 9000 up",
            "ip neighbour replace 10.2.0.2 lladdr 02:00:00:00:00:08 dev tap0")
        .forEach(line -> networks.here.exec(line.split(" ")));
    networks.there.exec("ip", "link", "set", "us1", "mtu", "9000");
    datapath = networks.here.call(() -> BpfDatapath.load(List.of("us0")));
  }

  @AfterEach
  void close() throws Exception {
    datapath.close();
    inbox.close();
    networks.close();
  }

  private void attach() {
    networks.here.call(
        () -> {
          datapath.attach(HookChoice.NATIVE);
          return null;
        });
    Forward forward = Forward.to(List.of(Target.of(IpAddress.parse("10.2.0.2"), 9)));
    Match match = Match.ports(new PortRange(PORT, PORT));
    datapath.apply(List.of(new Rule("tap", match, Action.DROP).withForward(Optional.of(forward))));
    Patience.until(
        "the way is known",
        () -> {
          datapath.events();
          NextHop way = datapath.targets().get("tap").get(0).nextHop();
          return way.state() == NextHop.State.READY;
        });
  }

  private RuleCounters counters() {
    return datapath.ruleCounters().get("tap");
  }

  @Test
  void whatTheWayOutWouldThrowAwayPassesAndIsCounted() {
    attach();
    assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.NATIVE);

    networks.send(PORT, LONG);
    assertThat(inbox.next()).startsWith("long ");
    assertThat(counters().failed()).isEqualTo(Map.of(Failure.EGRESS_REFUSES, 1L));
    assertThat(counters().forwarded()).isZero();

    networks.send(PORT, "short");
    Patience.until("the short one has left", () -> counters().forwarded() == 1);
    assertThat(counters().failures()).isEqualTo(1);
    assertThat(inbox.poll()).isEmpty();
  }
}
