package io.udpscope.datapath.bpf.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the relay finds of a rule, under the numbers that packets may bear. */
class RelayForwardsTest {
  private static final Map<String, Integer> RULES = Map.of("dns", 7, "ntp", 3);
  private static final Target ONE = Target.of(IpAddress.parse("192.0.2.1"), 53);
  private static final Target OTHER = Target.of(IpAddress.parse("2001:db8::2"), 0);

  private long nanos = TimeUnit.HOURS.toNanos(1);
  private final RelayForwards forwards = new RelayForwards(() -> nanos);

  private static Rule rule(String name, Target... targets) {
    Forward forward = Forward.to(List.of(targets)).withPath(Path.RELAY);
    return new Rule(name, Match.ANY, Action.DROP).withForward(Optional.of(forward));
  }

  private void add(long number, Rule... rules) {
    forwards.add(number, List.of(rules), RULES::get, RelayForwardsTest::slot);
  }

  /** The last byte of the address. */
  private static int slot(TargetKey key) {
    byte[] address = key.address().orElseThrow().bytes();
    return address[address.length - 1];
  }

  private List<RelayTarget> targets(int generation, int ruleSlot) {
    return forwards.of(generation, ruleSlot).map(RelayForward::targets).orElse(List.of());
  }

  @Test
  void aRuleIsFoundByItsGenerationAndSlot() {
    Forward wide =
        Forward.to(List.of(ONE, OTHER))
            .withStrategy(Strategy.ALL)
            .withSource(Source.MASQUERADE)
            .withReplies(true)
            .withIdleSeconds(9);
    add(1, rule("ntp", ONE), rule("dns", ONE).withForward(Optional.of(wide)));

    assertThat(forwards.of(1, 7))
        .contains(
            new RelayForward(
                Source.MASQUERADE,
                true,
                true,
                9,
                List.of(
                    new RelayTarget(1, IpAddress.parse("192.0.2.1"), 53, Optional.empty()),
                    new RelayTarget(2, IpAddress.parse("2001:db8::2"), 0, Optional.empty()))));
    assertThat(forwards.of(1, 3).orElseThrow().toAll()).isFalse();
    assertThat(forwards.of(1, 4)).isEmpty();
    assertThat(forwards.of(1, 4095)).isEmpty();
    assertThat(forwards.of(2, 7)).isEmpty();
  }

  @Test
  void targetsThatAreDownAndRulesOfTheKernelAreNotThere() {
    Forward kernel = Forward.to(List.of(OTHER)).withPath(Path.KERNEL);
    add(1, rule("ntp", ONE.withDown(true)), rule("dns", OTHER).withForward(Optional.of(kernel)));
    assertThat(targets(1, 3)).isEmpty();
    assertThat(forwards.of(1, 7)).isEmpty();
    assertThat(forwards.hasTarget(1)).isFalse();
    assertThat(forwards.hasTarget(2)).isFalse();
  }

  @Test
  void aGenerationIsRememberedUntilItsPacketsAreSent() {
    add(1, rule("dns", ONE));
    forwards.retain(1, 1);
    add(2, rule("dns", OTHER));
    forwards.retain(2, 2);
    long version = forwards.version();

    nanos += TimeUnit.SECONDS.toNanos(4);
    forwards.forget();
    assertThat(targets(1, 7)).hasSize(1);
    assertThat(targets(2, 7)).hasSize(1);
    assertThat(forwards.hasTarget(1)).isTrue();
    assertThat(forwards.version()).isEqualTo(version);

    nanos += TimeUnit.SECONDS.toNanos(2);
    forwards.forget();
    assertThat(forwards.of(1, 7)).isEmpty();
    assertThat(targets(2, 7)).hasSize(1);
    assertThat(forwards.hasTarget(1)).isFalse();
    assertThat(forwards.hasTarget(2)).isTrue();
    assertThat(forwards.version()).isGreaterThan(version);
  }

  /** The program goes back by itself, and says so under the old number until it is told another. */
  @Test
  void whatPacketsMayGoBackToStays() {
    add(1, rule("dns", ONE));
    forwards.retain(1, 1);
    add(2, rule("dns", OTHER));
    forwards.retain(2, 1);
    nanos += TimeUnit.HOURS.toNanos(1);
    forwards.forget();
    assertThat(targets(1, 7)).extracting(RelayTarget::slot).containsExactly(1);

    forwards.addAgain(3, 1);
    forwards.retain(3, 3);
    assertThat(targets(3, 7)).extracting(RelayTarget::slot).containsExactly(1);
    assertThat(targets(1, 7)).extracting(RelayTarget::slot).containsExactly(1);
    assertThat(targets(2, 7)).extracting(RelayTarget::slot).containsExactly(2);

    nanos += TimeUnit.HOURS.toNanos(1);
    forwards.forget();
    assertThat(targets(3, 7)).hasSize(1);
    assertThat(forwards.of(1, 7)).isEmpty();
    assertThat(forwards.of(2, 7)).isEmpty();
  }

  /** A change that the kernel refused leaves its number to the next one. */
  @Test
  void aNumberThatWasNotUsedIsGivenAgain() {
    add(1, rule("dns", ONE));
    add(1, rule("dns", OTHER));
    assertThat(targets(1, 7)).extracting(RelayTarget::slot).containsExactly(2);
  }

  @Test
  void numbersThatDoNotFitInto32BitsAreFound() {
    long number = (1L << 32) + 5;
    add(number, rule("dns", ONE));
    assertThat(targets(5, 7)).hasSize(1);
  }
}
