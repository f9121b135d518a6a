package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.rule.CompiledRules;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules that hold only as long as somebody says so, and what becomes of deadlines meanwhile. */
@Tag("bpf")
class LeaseTest {
  private static final long SHORT = Duration.ofMillis(100).toNanos();
  private static final long LONG = Duration.ofMinutes(10).toNanos();

  private final Programs programs = new Programs(Set.of(LinkType.ETHERNET));
  private final TapRings rings = new TapRings(programs.mapFd("rings"));
  private final Mapping control =
      Mapping.writable(programs.mapFd("control"), 0, ControlLayout.SIZE);
  private final Generations generations = new Generations(programs, control.buffer(), rings);

  @AfterEach
  void close() {
    generations.close();
    control.close();
    rings.close();
    programs.close();
  }

  private static CompiledRules all(Action action) {
    Rule rule = new Rule("all", Match.ANY, action);
    return CompiledRules.of(List.of(rule), Map.of(), name -> 0, target -> 0);
  }

  private Action obeyed() {
    int program = programs.fd(EntryPoint.TC, LinkType.ETHERNET);
    ProgramRun run = TestRun.run(EntryPoint.TC, program, Frames.udp(53, 4), ProgramRun.Setup.ONCE);
    return run.decision() == ProgramRun.Decision.DROP ? Action.DROP : Action.PASS;
  }

  private void lease(long nanos) {
    generations.lease(System.nanoTime() + nanos);
  }

  private void untilObeyed(Action action) {
    Patience.until("packets " + action.word(), () -> obeyed() == action);
  }

  @Test
  void rulesEndWithTheLeaseAndComeBackWithIt() {
    generations.put(all(Action.DROP), 1, 0);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    lease(SHORT);
    untilObeyed(Action.PASS);
    lease(LONG);
    assertThat(obeyed()).isEqualTo(Action.DROP);
  }

  @Test
  void newRulesAreUnderTheLeaseToo() {
    generations.put(all(Action.PASS), 1, 0);
    lease(-SHORT);
    generations.put(all(Action.DROP), 2, 0);
    assertThat(obeyed()).isEqualTo(Action.PASS);
    lease(LONG);
    assertThat(obeyed()).isEqualTo(Action.DROP);
  }

  @Test
  void anUnconfirmedChangeGoesBackAtItsTimeUnderALongLease() {
    generations.put(all(Action.PASS), 1, 0);
    lease(LONG);
    generations.putUntil(System.nanoTime() + LONG, all(Action.DROP), 2, 0);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    generations.putUntil(System.nanoTime() + SHORT, all(Action.DROP), 3, 0);
    lease(LONG);
    untilObeyed(Action.PASS);
    generations.goBack(4);
    assertThat(obeyed()).isEqualTo(Action.PASS);
  }

  /** Neither the change nor what it goes back to holds without anybody there. */
  @Test
  void anUnconfirmedChangeEndsWithAShorterLease() {
    generations.put(all(Action.DROP), 1, 0);
    generations.putUntil(System.nanoTime() + LONG, all(Action.DROP), 2, 0);
    assertThat(obeyed()).isEqualTo(Action.DROP);
    lease(SHORT);
    untilObeyed(Action.PASS);
    lease(LONG);
    assertThat(obeyed()).isEqualTo(Action.DROP);
  }

  @Test
  void whatIsConfirmedIsUnderTheLease() {
    generations.put(all(Action.PASS), 1, 0);
    lease(LONG);
    generations.putUntil(System.nanoTime() + LONG, all(Action.DROP), 2, 0);
    generations.keep();
    assertThat(obeyed()).isEqualTo(Action.DROP);
    lease(SHORT);
    untilObeyed(Action.PASS);
  }
}
