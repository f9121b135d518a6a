package io.udpscope.app.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which changes hit what carries the operator's session. */
class GuardTest {
  private static final Optional<IpAddress> CLIENT = Optional.of(IpAddress.parse("192.0.2.7"));
  private static final Optional<IpAddress> HERE = Optional.of(IpAddress.parse("10.0.0.2"));
  private static final Carrier MOSH =
      new Carrier("mosh", CLIENT, HERE, new PortRange(60001, 60001));
  private static final Carrier TUNNEL =
      new Carrier("wg0", Optional.empty(), Optional.empty(), new PortRange(51820, 51820));
  private static final Carrier DNS = new Carrier("dns", CLIENT, HERE, new PortRange(32768, 60999));
  private static final Rule ALL = new Rule("all", Match.ANY, Action.DROP);

  private static boolean hits(List<Rule> before, List<Rule> after, Carrier carrier) {
    return new Guard(before, after, Set.of("eth0", "eth1")).hit(List.of(carrier)).isPresent();
  }

  private static boolean hits(Rule added, Carrier carrier) {
    return hits(List.of(), List.of(added), carrier);
  }

  private static Rule ports(int first, int last) {
    return ALL.withMatch(Match.ports(new PortRange(first, last)));
  }

  private static Rule from(String source) {
    Optional<Prefix> prefix = Optional.of(Prefix.parse(source));
    return ALL.withMatch(new Match(Optional.empty(), prefix, Optional.empty(), PortRange.ANY));
  }

  @Test
  void whatDropsTranslatesOrForwardsItHits() {
    assertThat(hits(ALL, MOSH)).isTrue();
    assertThat(hits(ports(60000, 61000), MOSH)).isTrue();
    Rule passes = ports(60000, 61000).withAction(Action.PASS);
    assertThat(hits(passes.withTranslate(OptionalInt.of(50000)), MOSH)).isTrue();
    assertThat(hits(List.of(passes), List.of(passes.withAction(Action.DROP)), MOSH)).isTrue();
    assertThat(hits(List.of(passes, ALL), List.of(ALL, passes), MOSH)).isTrue();
    assertThat(hits(List.of(passes, ALL), List.of(ALL), MOSH)).isTrue();
  }

  @Test
  void whatDoesNothingToItDoesNot() {
    assertThat(hits(ALL.withAction(Action.PASS), MOSH)).isFalse();
    assertThat(hits(ports(5005, 5010), MOSH)).isFalse();
    assertThat(hits(from("192.0.2.8"), MOSH)).isFalse();
    assertThat(hits(List.of(ALL), List.of(), MOSH)).isFalse();
    Rule passes = ports(60000, 61000).withAction(Action.PASS);
    assertThat(hits(List.of(passes), List.of(passes, ALL), MOSH)).isFalse();
    assertThat(hits(List.of(ALL), List.of(ALL, ports(1, 2)), MOSH)).isFalse();
  }

  @Test
  void aRuleOfOneInterfaceMayBeTheOneThatItComesInOn() {
    Match other = new Match(Optional.of("eth1"), Optional.empty(), Optional.empty(), PortRange.ANY);
    assertThat(hits(ALL.withMatch(other), MOSH)).isTrue();
    Match gone = new Match(Optional.of("eth7"), Optional.empty(), Optional.empty(), PortRange.ANY);
    assertThat(hits(ALL.withMatch(gone), MOSH)).isFalse();
  }

  @Test
  void anyOfItsPortsCounts() {
    assertThat(hits(ports(40000, 40000), DNS)).isTrue();
    assertThat(hits(ports(60999, 65535), DNS)).isTrue();
    assertThat(hits(ports(1, 32767), DNS)).isFalse();
    assertThat(hits(ports(61000, 65535), DNS)).isFalse();
  }

  @Test
  void whereTheSourceIsNotKnownOnlyRulesAboutAllOfThemDoForSure() {
    assertThat(hits(ports(51820, 51820), TUNNEL)).isTrue();
    assertThat(hits(from("203.0.113.0/24"), TUNNEL)).isFalse();
  }
}
