package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.WentBack;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that nobody confirms: the program goes back by itself, and then the session knows. */
@Tag("bpf")
class DeadlineTest {
  private static final Rule PASS = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.PASS);
  private static final Rule DROP = PASS.withAction(Action.DROP);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(10);

  /** By which the program's clock may be behind: a tick at 100 a second, and some. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private BpfDatapath datapath;

  @BeforeEach
  void load() {
    datapath = BpfDatapath.load(LinkType.ETHERNET);
    datapath.apply(List.of(PASS));
  }

  @AfterEach
  void close() {
    datapath.close();
  }

  /** What packets obey, whatever the session believes. */
  private Action obeyed() {
    ProgramRun run =
        datapath.run(EntryPoint.XDP, LinkType.ETHERNET, Frames.udp(53, 4), ProgramRun.Setup.ONCE);
    return run.decision() == ProgramRun.Decision.DROP ? Action.DROP : Action.PASS;
  }

  private void untilObeyed(Action action) {
    Patience.until("packets " + action.word(), () -> obeyed() == action);
  }

  private void untilPast(long nanos) {
    Patience.until("the time is over", () -> System.nanoTime() - nanos > TICK_NANOS);
  }

  private long deadline() {
    return datapath.unconfirmed().map(Unconfirmed::deadlineNanos).orElseThrow();
  }

  @Test
  void whatNobodyConfirmsGoesBackWithoutUserSpace() {
    long before = System.nanoTime();
    long changed = datapath.apply(List.of(DROP), SHORT);
    long deadline = deadline();
    assertThat(deadline - before).isBetween(SHORT.toNanos(), SHORT.plusSeconds(5).toNanos());
    assertThat(datapath.unconfirmed().orElseThrow().fallback()).containsExactly(PASS);
    assertThat(obeyed()).isEqualTo(Action.DROP);

    untilObeyed(Action.PASS);

    assertThat(System.nanoTime()).isGreaterThan(deadline);
    assertThat(datapath.events()).containsExactly(new WentBack(changed, changed + 1, deadline));
    assertThat(datapath.events()).isEmpty();
    assertThat(datapath.rules()).containsExactly(PASS);
    assertThat(datapath.unconfirmed()).isEmpty();
    assertThat(obeyed()).isEqualTo(Action.PASS);
    assertThat(datapath.apply(List.of(DROP))).isEqualTo(changed + 2);
    assertThat(obeyed()).isEqualTo(Action.DROP);
  }

  @Test
  void countersSurviveBothWays() {
    Rule added = new Rule("rest", Match.ANY, Action.DROP);
    obeyed();
    datapath.apply(List.of(DROP, added), LONG);
    obeyed();
    obeyed();
    assertThat(datapath.ruleCounters().keySet()).containsExactly("dns", "rest");
    datapath.apply(List.of(DROP, added), SHORT);
    long deadline = deadline();
    untilPast(deadline);

    var counters = datapath.ruleCounters();

    assertThat(counters.keySet()).containsExactly("dns");
    assertThat(counters.get("dns").passed()).isEqualTo(1);
    assertThat(counters.get("dns").dropped()).isEqualTo(2);
  }

  @Test
  void whatIsConfirmedInTimeStays() {
    datapath.apply(List.of(DROP), SHORT);
    long deadline = deadline();
    datapath.confirm();
    assertThat(datapath.unconfirmed()).isEmpty();
    untilPast(deadline);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    assertThat(datapath.rules()).containsExactly(DROP);
    assertThat(datapath.events()).isEmpty();
  }

  @Test
  void aConfirmationThatComesTooLateChangesNothing() {
    datapath.apply(List.of(DROP), SHORT);
    untilPast(deadline());
    datapath.confirm();
    assertThat(obeyed()).isEqualTo(Action.PASS);
    assertThat(datapath.rules()).containsExactly(PASS);
    assertThat(datapath.events()).hasSize(1);
  }

  @Test
  void aSecondChangeJoinsTheFirst() {
    Rule other = PASS.withName("other");
    datapath.apply(List.of(DROP), LONG);
    datapath.apply(List.of(DROP.withName("again"), other), SHORT);
    assertThat(datapath.unconfirmed().orElseThrow().fallback()).containsExactly(PASS);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    untilObeyed(Action.PASS);
    assertThat(datapath.rules()).containsExactly(PASS);
  }

  @Test
  void howeverManyChangesJoinTheyGoBackToWhatWasKept() {
    for (int i = 0; i < 20; i++) {
      datapath.apply(List.of(DROP.withName("change-" + i)), LONG);
      assertThat(obeyed()).isEqualTo(Action.DROP);
    }
    datapath.apply(List.of(DROP), SHORT);
    untilObeyed(Action.PASS);
    assertThat(datapath.ruleCounters().get("dns").passed()).isPositive();
  }

  @Test
  void aChangeBackToWhatWasKeptNeedsNoConfirmation() {
    datapath.apply(List.of(DROP), SHORT);
    long deadline = deadline();
    datapath.apply(List.of(PASS), LONG);
    assertThat(datapath.unconfirmed()).isEmpty();
    untilPast(deadline);
    assertThat(obeyed()).isEqualTo(Action.PASS);
    assertThat(datapath.events()).isEmpty();
  }

  @Test
  void aChangeForGoodEndsAnUnconfirmedOne() {
    datapath.apply(List.of(PASS, PASS.withName("b")), SHORT);
    long deadline = deadline();
    datapath.apply(List.of(DROP));
    assertThat(datapath.unconfirmed()).isEmpty();
    untilPast(deadline);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    assertThat(datapath.events()).isEmpty();
  }

  @Test
  void tapsThatOpenAndCloseMeanwhileSeeBothSetsAndLeaveTheDeadline() {
    Tap first = datapath.openTap(TapOptions.DEFAULT);
    datapath.apply(List.of(DROP), SHORT);
    long deadline = deadline();
    Tap second = datapath.openTap(TapOptions.DEFAULT);
    first.close();
    assertThat(deadline()).isEqualTo(deadline);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    untilObeyed(Action.PASS);
    List<String> verdicts = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    second.read(
        (buffer, offset, length) -> verdicts.add(packet.wrap(buffer, offset).verdict().word()),
        Integer.MAX_VALUE);
    assertThat(verdicts).startsWith("dropped").endsWith("passed").doesNotContain("translated");
    second.close();
    obeyed();
    assertThat(datapath.rules()).containsExactly(PASS);
  }

  @Test
  void theSessionWakesWhenTheTimeIsOver() {
    datapath.apply(List.of(DROP), SHORT);
    long start = System.nanoTime();
    List<DatapathEvent> events = List.of();
    while (events.isEmpty() && System.nanoTime() - start < Patience.LIMIT.toNanos()) {
      datapath.await(Patience.LIMIT.toNanos());
      events = datapath.events();
    }
    assertThat(events).hasSize(1);
    assertThat(System.nanoTime() - start).isLessThan(Patience.LIMIT.dividedBy(2).toNanos());
  }
}
