package io.udpscope.app.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which changes stand only for a while. */
class RiskTest {
  private static final Rule PASS = new Rule("one", Match.ports(new PortRange(53, 53)), Action.PASS);
  private static final Rule DROP = PASS.withAction(Action.DROP);
  private static final Rule TRANSLATE = PASS.withTranslate(OptionalInt.of(5353));
  private static final Target TARGET = Target.of(IpAddress.parse("10.0.0.1"), 53);
  private static final Rule COPY = PASS.withForward(Optional.of(Forward.to(List.of(TARGET))));
  private static final Rule AWAY = COPY.withAction(Action.DROP);

  private static boolean canCut(Rule before, Rule after) {
    return Risk.canCut(List.of(before), List.of(after));
  }

  @Test
  void dropTranslateAndForwardAwayCanCut() {
    assertThat(canCut(PASS, DROP)).isTrue();
    assertThat(canCut(PASS, TRANSLATE)).isTrue();
    assertThat(canCut(PASS, AWAY)).isTrue();
    assertThat(canCut(COPY, DROP)).isTrue();
    assertThat(canCut(DROP, AWAY)).isTrue();
    assertThat(canCut(DROP, TRANSLATE)).isTrue();
  }

  @Test
  void whoGotTranslatedOrForwardedPacketsCanBeCutOff() {
    assertThat(canCut(TRANSLATE, PASS)).isTrue();
    assertThat(canCut(TRANSLATE, PASS.withTranslate(OptionalInt.of(5354)))).isTrue();
    assertThat(canCut(AWAY, PASS)).isTrue();
    assertThat(canCut(AWAY, COPY)).isTrue();
    Forward other = Forward.to(List.of(TARGET.withDown(true)));
    assertThat(canCut(AWAY, AWAY.withForward(Optional.of(other)))).isTrue();
  }

  @Test
  void whatTheRelaySendsIsGoneFromItsAddressee() {
    Forward relay = Forward.to(List.of(TARGET)).withPath(Path.RELAY);
    Rule relayed = AWAY.withForward(Optional.of(relay));
    assertThat(Effect.of(relayed).verdict()).isEqualTo(Verdict.RELAYED);
    assertThat(canCut(PASS, relayed)).isTrue();
    assertThat(canCut(relayed, PASS)).isTrue();
    assertThat(canCut(AWAY, relayed)).isTrue();
    assertThat(canCut(PASS, relayed.withAction(Action.PASS))).isFalse();
    Rule added = relayed.withMatch(Match.ANY);
    Rule renamed = new Rule("other", Match.ANY, Action.PASS);
    assertThat(Risk.canCut(List.of(added), List.of(renamed, added))).isTrue();
  }

  @Test
  void theRelaySendsWhatItIsToldToAndWhatOnlyASocketReaches() {
    Forward far = Forward.to(List.of(TARGET));
    Forward near = Forward.to(List.of(Target.of(IpAddress.parse("::1"), 53)));
    assertThat(verdict(far)).isEqualTo(Verdict.FORWARDED);
    assertThat(verdict(far.withStrategy(Strategy.ALL))).isEqualTo(Verdict.RELAYED);
    assertThat(verdict(far.withPath(Path.RELAY))).isEqualTo(Verdict.RELAYED);
    assertThat(verdict(near)).isEqualTo(Verdict.RELAYED);
  }

  private static Verdict verdict(Forward forward) {
    return Effect.of(AWAY.withForward(Optional.of(forward))).verdict();
  }

  @Test
  void whatLetsMorePacketsThroughOrCopiesThemCannot() {
    assertThat(canCut(DROP, PASS)).isFalse();
    assertThat(canCut(DROP, COPY)).isFalse();
    assertThat(canCut(PASS, COPY)).isFalse();
    assertThat(canCut(COPY, PASS)).isFalse();
  }

  @Test
  void anotherAddressOfANameIsNobodysChange() {
    Target name =
        new Target(
            "sink.example.net", Optional.empty(), 53, 1, false, Optional.empty(), Optional.empty());
    Rule before = AWAY.withForward(Optional.of(Forward.to(List.of(name))));
    Optional<IpAddress> found = Optional.of(IpAddress.parse("10.0.0.2"));
    Rule after = AWAY.withForward(Optional.of(Forward.to(List.of(name.withAddress(found)))));
    assertThat(canCut(before, after)).isFalse();
    assertThat(RuleDifference.between(List.of(before), List.of(after))).isEmpty();
  }

  @Test
  void aTranslationThatNothingUsesCannot() {
    assertThat(canCut(DROP, DROP.withTranslate(OptionalInt.of(5353)))).isFalse();
  }

  @Test
  void removingCan() {
    assertThat(Risk.canCut(List.of(PASS), List.of())).isTrue();
    assertThat(Risk.canCut(List.of(DROP), List.of())).isTrue();
  }

  @Test
  void whatIsCapturedCutsNobodyOff() {
    Rule silent = DROP.withCapture(Capture.OFF);
    assertThat(canCut(DROP, silent)).isFalse();
    assertThat(RuleDifference.describe(RuleDifference.between(List.of(DROP), List.of(silent))))
        .isEqualTo("one capture all → off");
  }

  @Test
  void addingCanIfItTakesPacketsFromSomebody() {
    Rule other = new Rule("other", Match.ANY, Action.PASS);
    assertThat(Risk.canCut(List.of(PASS), List.of(other, PASS))).isFalse();
    assertThat(Risk.canCut(List.of(DROP), List.of(other, DROP))).isFalse();
    assertThat(Risk.canCut(List.of(AWAY), List.of(other, AWAY))).isTrue();
    assertThat(Risk.canCut(List.of(AWAY), List.of(AWAY, other))).isFalse();
    assertThat(Risk.canCut(List.of(PASS), List.of(PASS, other.withAction(Action.DROP)))).isTrue();
  }

  @Test
  void anotherMatchCanWhereItOrARuleBehindItDoesSomething() {
    Rule wide = DROP.withMatch(Match.ANY);
    Rule other = new Rule("other", Match.ANY, Action.PASS);
    assertThat(canCut(DROP, wide)).isTrue();
    assertThat(canCut(wide, DROP)).isTrue();
    assertThat(canCut(PASS, PASS.withMatch(Match.ANY))).isFalse();
    Rule narrow = other.withMatch(Match.ports(new PortRange(54, 54)));
    assertThat(Risk.canCut(List.of(other, DROP), List.of(narrow, DROP))).isTrue();
    assertThat(Risk.canCut(List.of(narrow, AWAY), List.of(other, AWAY))).isTrue();
    assertThat(Risk.canCut(List.of(narrow, COPY), List.of(other, COPY))).isFalse();
  }

  @Test
  void anotherOrderCanWherePacketsOfBothFareWorse() {
    Rule other = new Rule("other", Match.ANY, Action.PASS);
    Rule apart = other.withMatch(Match.ports(new PortRange(54, 54)));
    assertThat(Risk.canCut(List.of(other, DROP), List.of(DROP, other))).isTrue();
    assertThat(Risk.canCut(List.of(AWAY, other), List.of(other, AWAY))).isTrue();
    assertThat(Risk.canCut(List.of(DROP, other), List.of(other, DROP))).isFalse();
    assertThat(Risk.canCut(List.of(apart, DROP), List.of(DROP, apart))).isFalse();
    assertThat(Risk.canCut(List.of(PASS, other), List.of(other, PASS))).isFalse();
    assertThat(Risk.canCut(List.of(DROP, other), List.of(DROP, other))).isFalse();
  }

  @Test
  void whatMovedIsTheFewestRulesThatMust() {
    Rule a = PASS.withName("a");
    Rule b = PASS.withName("b");
    Rule c = PASS.withName("c");
    Rule d = PASS.withName("d");
    assertThat(RuleOrder.moved(List.of(a, b, c, d), List.of(d, a, b, c))).containsExactly("d");
    assertThat(RuleOrder.moved(List.of(a, b, c, d), List.of(b, c, a))).containsExactly("a");
    assertThat(RuleOrder.moved(List.of(a, c), List.of(a, b, c))).isEmpty();
    assertThat(RuleOrder.moved(List.of(a, b, c), List.of(c, b, a))).hasSize(2);
    assertThat(RuleDifference.between(List.of(a, b, c), List.of(c, a, b)))
        .extracting(RuleDifference::asChange)
        .containsExactly("c moved from place 3 to 1");
  }
}
