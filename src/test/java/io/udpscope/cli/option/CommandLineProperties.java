package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is typed is understood, or refused in one line that is meant for a person. */
class CommandLineProperties {
  @Provide
  Arbitrary<List<String>> arguments() {
    String[] words = {
      "eth0",
      "eth0,eth1",
      "-p",
      "-p53",
      "--port=5005-5010",
      "53",
      "5005-",
      "-5",
      "--src",
      "10.0.0.0/8",
      "::/0",
      "1.2.3.4/99",
      "--drop",
      "--pass",
      "--drop=true",
      "-w",
      "-",
      "-o",
      "json",
      "-xn",
      "-n3",
      "--",
      "---",
      "-",
      "",
      "@/etc/passwd",
      "${sys:user.home}",
      "53:54",
      "--to",
      "--to=[::1]:5*3",
      "--to=:::*:",
      "--strategy",
      "round-robin",
      "--replies",
      "--source=10.0.0.1",
      "--confirm=off",
      "-c/nonexistent",
      "--from=1.2.3.4:5",
      "--to=1.2.3.4:5",
      "--hex=0",
      "--hook=",
      "--hook",
      "native",
      "--snaplen",
      "99999",
      "--buffer",
      "1G",
      "--duration",
      "1e3",
      "-0.0",
      "NaN",
      "--help",
      "-hV",
      "\n"
    };
    Arbitrary<String> word = Arbitraries.of(words);
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(6);
    return Arbitraries.frequencyOf(Tuple.of(9, word), Tuple.of(1, any)).list().ofMaxSize(7);
  }

  @Property(tries = 3000)
  void isUnderstoodOrRefusedInOneLine(
      @ForAll("arguments") List<String> arguments, @ForAll Command command) {
    try {
      if (Command.OF_RULES.contains(command)) {
        CommandLineReader.read(command, arguments, Map.of()).operands();
        return;
      }
      if (command == Command.READ) {
        new ReadReader(CommandLineReader.read(command, arguments, Map.of())).options();
        return;
      }
      if (command == Command.EXPLAIN) {
        new ExplainReader(CommandLineReader.read(command, arguments, Map.of())).options();
        return;
      }
      Options options = CommandLineReader.read(command, arguments, Map.of()).options();
      assertThat(options.rules()).isNotEmpty();
      assertThat(options.interfaces().isEmpty()).isEqualTo(command == Command.DEMO);
    } catch (UsageException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception", "Expected parameter");
    }
  }
}
