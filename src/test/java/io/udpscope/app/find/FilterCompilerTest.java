package io.udpscope.app.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.filter.PacketFilter;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Expressions come faster than they are compiled. */
class FilterCompilerTest {
  private final Queue<Runnable> work = new ArrayDeque<>();
  private long now;
  private final FilterCompiler compiler = new FilterCompiler(work::add, () -> {}, () -> now);

  private String compiled() {
    work.remove().run();
    return answer();
  }

  private String answer() {
    Optional<FilterCompiler.Result> result = compiler.poll();
    result.flatMap(FilterCompiler.Result::filter).ifPresent(PacketFilter::close);
    return result
        .map(one -> one.answer().expression() + one.answer().problem().map(" "::concat).orElse(""))
        .orElse("-");
  }

  @Test
  void ofThoseThatWaitOnlyTheNewestIsCompiled() {
    for (String typed : new String[] {"u", "ud", "udp"}) {
      compiler.ask(typed, false);
    }
    assertThat(compiled()).startsWith("u \"u\" is no keyword");
    assertThat(compiled()).isEqualTo("udp");
    assertThat(work).isEmpty();
  }

  @Test
  void whatIsToBeUsedIsNotOvertakenByWhatIsTyped() {
    compiler.ask("ud", false);
    compiler.ask("udp", true);
    compiler.ask("udp or", false);
    compiled();
    assertThat(compiled()).isEqualTo("udp");
  }

  @Test
  void whatIsForgottenIsNotUsedWhenItIsReady() {
    compiler.ask("udp", true);
    compiler.forget();
    assertThat(compiled()).isEqualTo("-");
    compiler.ask("ip", true);
    assertThat(compiled()).isEqualTo("ip");
  }

  @Test
  void whatTakesTooLongIsGivenUpAndTheNextOneHasItsTurn() {
    compiler.ask("udp", true);
    now += 1_999_000_000L;
    assertThat(answer()).isEqualTo("-");
    now += 2_000_000L;
    assertThat(answer()).isEqualTo("udp libpcap takes too long over this filter");
    assertThat(answer()).isEqualTo("-");
    compiler.ask("ip", true);
    assertThat(compiled()).isEqualTo("-");
    assertThat(compiled()).isEqualTo("ip");
  }
}
