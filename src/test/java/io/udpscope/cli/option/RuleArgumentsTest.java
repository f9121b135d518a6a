package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleArguments;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that is copied as options comes back as the same rule. */
class RuleArgumentsTest {
  private static Rule read(String arguments) {
    List<String> words = new ArrayList<>(List.of("eth0"));
    for (String word : arguments.split(" ")) {
      words.add(word.replace("'", ""));
    }
    return CommandLineReader.read(Command.LIVE, words, Map.of()).options().rules().get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-p 53",
        "-p 5005-5010:6005 --drop",
        "-p 53 --src 10.0.0.0/8 --dst 192.0.2.1",
        "-p 53 --dst 2001:db8::/32 --drop --to '[2001:db8::1]:53*3' --to '[2001:db8::2]'",
        "-p 53 --drop --to 10.0.0.1:53 --strategy round-robin --path relay --replies",
        "-p 53 --to 10.0.0.1 --source keep"
      })
  void comesBack(String arguments) {
    Rule rule = read(arguments);
    assertThat(read(RuleArguments.of(rule))).isEqualTo(rule);
    assertThat(RuleArguments.unsaid(rule)).isEmpty();
  }
}
