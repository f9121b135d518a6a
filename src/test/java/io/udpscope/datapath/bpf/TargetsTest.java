package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.NextHop;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import io.udpscope.patience.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a session knows of its targets: the way to them, and what left for them. */
@Tag("bpf")
class TargetsTest {
  private static final int BYTES = 46;

  private final TwoNetworks networks = new TwoNetworks();
  private BpfDatapath datapath;
  private int us0;

  @BeforeEach
  void load() {
    datapath = networks.here.call(() -> BpfDatapath.load(List.of("us0")));
    us0 =
        networks.here.call(
            () -> {
              try (Interfaces interfaces = new Interfaces()) {
                return interfaces.find("us0").index();
              }
            });
  }

  @AfterEach
  void close() {
    datapath.close();
    networks.close();
  }

  private static Rule forwarding(Target... targets) {
    Match match = Match.ports(new PortRange(53, 53));
    Forward forward = Forward.to(List.of(targets));
    return new Rule("dns", match, Action.DROP).withForward(Optional.of(forward));
  }

  private static Target target(String address) {
    return Target.of(IpAddress.parse(address), 9);
  }

  private static Target named(String address) {
    IpAddress resolved = IpAddress.parse(address);
    return new Target(
        "dns.example", Optional.of(resolved), 9, 1, false, Optional.empty(), Optional.empty());
  }

  private ProgramRun send() {
    return networks.here.call(
        () ->
            datapath.run(
                EntryPoint.TC,
                LinkType.ETHERNET,
                Frames.udp(53, 4),
                ProgramRun.Setup.ONCE.withInterface(us0, 0)));
  }

  private TargetState state(int index) {
    return datapath.targets().get("dns").get(index);
  }

  private void untilReady(int index) {
    Patience.until(
        "the way is known",
        () -> {
          datapath.events();
          return state(index).nextHop().state() == NextHop.State.READY;
        });
  }

  @Test
  void theWayIsFoundAndWhatLeftIsCounted() {
    datapath.apply(List.of(forwarding(target(TwoNetworks.THERE))));
    untilReady(0);
    assertThat(state(0).nextHop().interfaceName()).contains("us0");
    assertThat(state(0).sent()).isEqualTo(Traffic.NONE);

    ProgramRun run = send();

    assertThat(run.decision()).isEqualTo(ProgramRun.Decision.REDIRECT);
    assertThat(run.frame()[22]).isEqualTo((byte) 63);
    assertThat(state(0).sent()).isEqualTo(new Traffic(1, BYTES));
    assertThat(datapath.ruleCounters().get("dns").forwarded()).isEqualTo(1);
  }

  @Test
  void targetsThatAreDownOrElsewhereAreListed() {
    datapath.apply(
        List.of(forwarding(target(TwoNetworks.THERE).withDown(true), target("203.0.113.9"))));
    assertThat(state(0).nextHop().state()).isEqualTo(NextHop.State.UNKNOWN);
    assertThat(state(1).nextHop().state()).isEqualTo(NextHop.State.NO_ROUTE);
    assertThat(send().decision()).isEqualTo(ProgramRun.Decision.PASS);
    assertThat(datapath.ruleCounters().get("dns").failures()).isEqualTo(1);
    datapath.apply(List.of());
    assertThat(datapath.targets()).isEmpty();
  }

  @Test
  void moreTargetsThanFitAreRefusedForThat() {
    List<Rule> rules = new ArrayList<>();
    for (int rule = 0; rule < 80; rule++) {
      List<Target> targets = new ArrayList<>();
      for (int port = 1; port <= 256; port++) {
        targets.add(Target.of(IpAddress.parse(TwoNetworks.THERE), port));
      }
      rules.add(
          new Rule("rule-" + rule, Match.ANY, Action.DROP)
              .withForward(Optional.of(Forward.to(targets))));
    }
    assertThatThrownBy(() -> datapath.apply(rules))
        .hasMessage("these rules have 20480 targets: 4096 fit");
    assertThat(datapath.rules()).isEmpty();
  }

  @Test
  void aNameThatStandsForAnotherAddressGoesOnCounting() {
    networks.there.exec("ip", "addr", "add", "10.9.0.3/24", "dev", "us1");
    datapath.apply(List.of(forwarding(named(TwoNetworks.THERE))));
    untilReady(0);
    send();

    datapath.apply(List.of(forwarding(named("10.9.0.3"))), Duration.ofMinutes(1));
    untilReady(0);
    assertThat(send().frame()).endsWith(new byte[] {0, 1, 2, 3}).contains(10, 9, 0, 3);
    assertThat(state(0).sent()).isEqualTo(new Traffic(2, 2 * BYTES));
    datapath.confirm();
    assertThat(state(0).sent()).isEqualTo(new Traffic(2, 2 * BYTES));
    send();
    assertThat(state(0).sent()).isEqualTo(new Traffic(3, 3 * BYTES));

    datapath.apply(List.of(forwarding(target("10.9.0.3"))));
    datapath.apply(List.of(forwarding(named("10.9.0.3"))));
    assertThat(state(0).sent()).isEqualTo(Traffic.NONE);
  }

  /**
   * The frames of a veth pair's end go nowhere from native XDP, as long as nobody reads the other.
   */
  @Test
  void autoTakesAHookWhoseFramesTheWayOutTakes() {
    datapath.apply(List.of(forwarding(target(TwoNetworks.THERE))));
    untilReady(0);
    networks.here.run(() -> datapath.attach(HookChoice.AUTO));
    assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.GENERIC);
    assertThat(datapath.attachments().get(0).reason())
        .isEqualTo("native: us0, the way to 10.9.0.2:9, takes no frames from native XDP");
  }
}
