package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.RelayTap;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Rule;
import io.udpscope.relay.Relay;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A relay whose thread dies: packets pass meanwhile, and soon there is another. */
@Tag("bpf")
class KilledRelayTest {
  private static final int PORT = 5005;
  private static final int TARGET_PORT = 6005;

  private final AtomicBoolean kill = new AtomicBoolean();

  private RelayStarter.Running start(RelayTap tap) {
    return new Relay().start(mortal(tap));
  }

  /** The same, until it kills who uses it. */
  private RelayTap mortal(RelayTap tap) {
    return (RelayTap)
        Proxy.newProxyInstance(
            RelayTap.class.getClassLoader(),
            new Class<?>[] {RelayTap.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("take") && kill.getAndSet(false)) {
                throw new OutOfMemoryError("killed");
              }
              try {
                return method.invoke(tap, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void packetsPassUntilThereIsAnother() {
    Rule rule = RelayedRules.rule(PORT, Action.DROP, RelayedRules.to(TARGET_PORT, "127.0.0.1"));
    try (ThreeHosts hosts = new ThreeHosts();
        Session session =
            Session.attach(hosts.here, HookChoice.NATIVE, this::start, List.of(rule), "h0");
        UdpReceiver service = UdpReceiver.listen(hosts.here, "127.0.0.1", TARGET_PORT);
        UdpReceiver passed = UdpReceiver.listen(hosts.here, ThreeHosts.HERE, PORT);
        UdpSender sender = UdpSender.in(hosts.client)) {
      until(sender, service, "before", () -> {});
      kill.set(true);
      until(sender, passed, "meanwhile", () -> {}); // nobody tends the session: it starts none
      until(sender, service, "after", session::tend);
      assertThat(session.counters(rule).failed()).containsOnlyKeys(Failure.NO_RELAY);
    }
  }

  private static void until(UdpSender sender, UdpReceiver receiver, String word, Runnable all) {
    List<String> received =
        Eventually.ask(
            () -> {
              all.run();
              sender.send(ThreeHosts.HERE, PORT, word);
              return receiver.received();
            },
            heard -> heard.contains(word));
    assertThat(received).contains(word);
  }
}
