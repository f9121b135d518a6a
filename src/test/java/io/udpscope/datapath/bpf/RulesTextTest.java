package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RulesTextLayout;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What another process reads of the rules in force. */
@Tag("bpf")
class RulesTextTest {
  private static final Rule A = new Rule("a", Match.ANY, Action.PASS);

  private final Programs programs = new Programs(Set.of());
  private final RulesText text = new RulesText(programs.mapFd("rules_text"), RulesTextTest::names);

  @AfterEach
  void close() {
    text.close();
    programs.close();
  }

  private static byte[] names(List<Rule> rules) {
    return rules.stream()
        .map(Rule::name)
        .collect(Collectors.joining(" "))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** As through the system call, and so from anywhere. */
  private String read() {
    ByteBuffer key = NativeMemory.allocate(Integer.BYTES);
    ByteBuffer value = NativeMemory.allocate(RulesTextLayout.SIZE);
    assertThat(LibBpf.lookupElement(programs.mapFd("rules_text"), key, value)).isZero();
    byte[] bytes = new byte[value.getInt(RulesTextLayout.LENGTH)];
    value.get(RulesTextLayout.TEXT, bytes);
    String what = new String(bytes, StandardCharsets.UTF_8);
    return value.getInt(RulesTextLayout.NUMBER) + ": " + what;
  }

  @Test
  void theTextIsThatOfTheNewestRules() {
    text.write(1, List.of(A, A.withName("zweite Regel für Zürich")));
    assertThat(read()).isEqualTo("1: a zweite Regel für Zürich");
    text.write(2, List.of(A));
    assertThat(read()).isEqualTo("2: a");
    text.write(3, List.of());
    assertThat(read()).isEqualTo("3: ");
  }

  @Test
  void oneThatDoesNotFitIsLeftOut() {
    text.write(1, List.of(A.withName("a".repeat(Limits.RULES_TEXT))));
    assertThat(read()).hasSize(3 + Limits.RULES_TEXT);
    text.write(2, List.of(A.withName("a".repeat(Limits.RULES_TEXT + 1))));
    assertThat(read()).isEqualTo("2: ");
  }

  @Test
  void itFollowsWhatIsInForce() {
    StringBuilder described = new StringBuilder();
    try (TwoNetworks networks = new TwoNetworks();
        BpfDatapath datapath =
            networks.here.call(
                () ->
                    BpfDatapath.load(
                        List.of("us0"),
                        rules -> {
                          described.append(new String(names(rules))).append("; ");
                          return names(rules);
                        }))) {
      datapath.apply(List.of(A));
      datapath.apply(List.of(A.withName("b")), Duration.ofMillis(20));
      Patience.until("it went back", () -> !datapath.events().isEmpty());
      assertThat(described).hasToString("; a; b; a; ");
    }
  }
}
