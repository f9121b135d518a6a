package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The man page, as the programs that format man pages see it. */
class ManPageTest {
  @TempDir Path directory;

  private String output(String program, String... options) throws Exception {
    Path page = directory.resolve("udpscope.1");
    Files.writeString(page, new ManPage(LocalDate.of(2026, 11, 21)).text());
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(options));
    command.add(page.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void hasNothingThatAFormatterWarnsOf() throws Exception {
    assertThat(output("groff", "-ww", "-man", "-Tutf8", "-z")).isEmpty();
    assertThat(output("mandoc", "-Tlint", "-Wwarning")).isEmpty();
  }

  @Test
  void namesEveryCommandAndOptionWithItsDescription() throws Exception {
    String text = output("groff", "-man", "-Tascii", "-P-cbou", "-rLL=400n");
    for (Command command : Command.values()) {
      assertThat(text).contains("udpscope " + command.word());
      assertThat(text).containsIgnoringCase(command.description);
    }
    for (OptionTable option : OptionTable.values()) {
      assertThat(text).contains(String.join(", ", option.names()));
      assertThat(text).containsIgnoringCase(option.description);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ExitCode.DONE, ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_PERMITTED})
  void saysWhatExitCodesMean(int code) {
    assertThat(new ManPage(LocalDate.of(2026, 11, 21)).text())
        .contains(".TP\n\\fB" + code + "\\fR\n");
  }
}
