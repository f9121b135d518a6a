package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.PacketStore;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.replay.ReplayDatapath;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a change would have done to packets of which it is known what they are. */
class PreviewTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<Rule> BEFORE = List.of(new Rule("any", Match.ANY, Action.PASS));

  private final ReplayDatapath datapath = new ReplayDatapath("eth0", 7, BEFORE);
  private final Tap tap = datapath.openTap(TapOptions.DEFAULT);
  private final PacketStore store = new PacketStore(8 << 20);

  private void arrive(int packets) {
    datapath.offer(packets);
    tap.read(store::append, packets);
  }

  private Preview preview(Rule... after) {
    return new Preview(
        store, Map.of(2, "eth0"), BEFORE, List.of(after), datapath.nowNanos(), Long.MAX_VALUE);
  }

  private String text(Rule... after) {
    Preview preview = preview(after);
    assertThat(preview.advance(Long.MAX_VALUE)).isTrue();
    return preview.text();
  }

  private static Rule drop(Match match) {
    return new Rule("drop", match, Action.DROP);
  }

  @Test
  void looksAtTheLastMinuteOnly() {
    arrive(500);
    datapath.advance(50 * SECOND);
    arrive(300);
    assertThat(text(drop(Match.ANY))).startsWith("in the last 51 s").contains("800 of 800 packets");
    datapath.advance(15 * SECOND);
    assertThat(text(drop(Match.ANY))).contains("would have dropped 300 of 300 packets");
    datapath.advance(60 * SECOND);
    assertThat(text(drop(Match.ANY))).contains("no packet was captured lately");
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    arrive(1000);
    Match dns = Match.ports(new PortRange(53, 53));
    Rule spared = new Rule("dns", dns, Action.PASS);
    String dropped = text(drop(dns), BEFORE.get(0));
    assertThat(dropped).endsWith("all to port 53");
    String spares = text(spared, drop(Match.ANY));
    int one = count(dropped);
    assertThat(count(spares)).isEqualTo(1000 - one);
    assertThat(text(spared, BEFORE.get(0)))
        .isEqualTo("in the last 1 s this would have changed nothing for 1,000 packets");
  }

  @Test
  void everyPartOfAMatchCounts() {
    arrive(1000);
    Optional<Prefix> host = Optional.of(Prefix.parse("10.0.0.7"));
    Optional<Prefix> none = Optional.empty();
    Match from = new Match(Optional.empty(), host, none, PortRange.ANY);
    assertThat(text(drop(from))).contains(" from 1 source, ");
    Match to =
        new Match(Optional.of("eth0"), none, Optional.of(Prefix.parse("10.0.0.53")), PortRange.ANY);
    assertThat(text(drop(to))).endsWith("all to port 53");
    Match elsewhere = new Match(Optional.of("eth1"), none, none, PortRange.ANY);
    assertThat(text(drop(elsewhere))).contains("changed nothing");
  }

  @Test
  void saysWhereToAndByWhom() {
    arrive(1000);
    Target service = Target.of(IpAddress.parse("127.0.0.1"), 5353);
    Target far = Target.of(IpAddress.parse("10.1.0.7"), 53);
    Rule near = drop(Match.ANY).withForward(Optional.of(Forward.to(List.of(service))));
    assertThat(text(near))
        .contains("would have relayed 1,000 of 1,000 packets to 127.0.0.1:5353 from ");
    Rule away = near.withForward(Optional.of(Forward.to(List.of(far))));
    assertThat(text(away)).contains("would have forwarded 1,000 of 1,000 packets to 10.1.0.7:53 ");
    Rule dns = near.withMatch(Match.ports(new PortRange(53, 53)));
    assertThat(text(dns, BEFORE.get(0))).endsWith(", all for port 53");
    Rule both = new Rule("rest", Match.ANY, Action.DROP);
    assertThat(text(dns, both)).contains(" and relayed ").contains("of 1,000 packets from ");
  }

  @Test
  void packetsOfNoRulePass() {
    arrive(100);
    Rule before = new Rule("any", Match.ANY, Action.DROP);
    Preview preview =
        new Preview(
            store, Map.of(), List.of(before), List.of(), datapath.nowNanos(), Long.MAX_VALUE);
    assertThat(preview.advance(Long.MAX_VALUE)).isTrue();
    assertThat(preview.text()).contains("would have passed 100 of 100 packets");
  }

  @Test
  void takesItsTimeInSlicesAndMissesNothing() {
    arrive(20_000);
    Preview preview = preview(drop(Match.ANY));
    int slices = 1;
    while (!preview.advance(1)) {
      slices++;
    }
    assertThat(slices).isGreaterThan(100);
    assertThat(preview.text()).contains("would have dropped 20,000 of 20,000 packets");
  }

  @Test
  void endsWhenItHasTakenTooLongAndSaysHowFarItCame() {
    arrive(10_000);
    datapath.advance(10 * SECOND);
    arrive(500);
    Preview preview =
        new Preview(store, Map.of(), BEFORE, List.of(drop(Match.ANY)), datapath.nowNanos(), 1);
    while (!preview.advance(1)) {
      assertThat(preview.text()).startsWith("in the last 1 s");
    }
    assertThat(count(preview.text())).isBetween(1, 500);
  }

  @Test
  void rowsThatMakeRoomMeanwhileAreNotLookedAt() {
    arrive(20_000);
    Preview preview = preview(drop(Match.ANY));
    assertThat(preview.advance(1)).isFalse();
    for (int i = 0; i < 10; i++) {
      arrive(10_000);
    }
    assertThat(store.firstRow()).isGreaterThan(20_000);
    assertThat(preview.advance(Long.MAX_VALUE)).isTrue();
    assertThat(count(preview.text())).isBetween(1, 1000);
  }

  /** The number of packets that would have been dropped. */
  private static int count(String text) {
    String digits = text.replaceAll(".* dropped ([0-9,]+) of .*", "$1").replace(",", "");
    return Integer.parseInt(digits);
  }
}
