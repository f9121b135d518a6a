package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** dig(1) asks a name server behind the program. */
@Tag("bpf")
class DnsTest {
  private static final Rule DROP_SYSLOG =
      new Rule("syslog", Match.ports(new PortRange(514, 514)), Action.DROP);
  private static final Rule DROP_DNS =
      new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP);

  @Test
  void namesResolveUnlessARuleDropsThem() {
    try (Wire wire = Wire.stretch();
        Session session = Session.attach(wire.here, HookChoice.AUTO, "h0");
        NameServer server = NameServer.start(wire.here, Wire.HERE)) {
      session.apply(DROP_SYSLOG);
      assertThat(dig(wire.there, server)).contains("192.0.2.33");

      session.apply(DROP_DNS);
      assertThat(dig(wire.there, server)).contains("no servers could be reached");
      assertThat(session.packets(DROP_DNS)).isEqualTo(1);

      session.apply(DROP_DNS.withAction(Action.PASS));
      assertThat(dig(wire.there, server)).contains("192.0.2.33");
      assertThat(session.packets(DROP_DNS)).isEqualTo(2);
    }
  }

  /** dig's status is 9 where nobody answers: only what it says matters here. */
  private static String dig(NetworkNamespace network, NameServer server) {
    String query = "dig +short +noedns +tries=1 +time=1 @" + server.address() + " example.org A";
    return network.exec("sh", "-c", query + "; true");
  }
}
