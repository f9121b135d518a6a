package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What bash and fish offer where the line ends. For zsh, which needs a terminal: ZshCompletionTest.
 */
class CompletionTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    PackageTexts.main(new String[] {directory.toString(), "2026-11-21"});
    Files.writeString(directory.resolve("rules one.yaml"), "");
    Files.createDirectory(directory.resolve("rules"));
  }

  private List<String> offered(String shell, String line) throws Exception {
    List<String> command =
        shell.equals("bash")
            ? List.of(
                "bash",
                "-uc",
                ". ./udpscope.bash; COMP_LINE=$1 COMP_POINT=${#1}; _udpscope;"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                line)
            : List.of("fish", "-Nc", "source udpscope.fish; complete -C $argv[1]", line);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return text.lines()
        .map(one -> one.replaceAll("\t.*", ""))
        .filter(one -> !one.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish"})
  void commandsAndInterfacesComeFirst(String shell) throws Exception {
    assertThat(offered(shell, "udpscope "))
        .contains("live", "test", "run", "explain", "demo", "rules", "lo");
    assertThat(offered(shell, "udpscope te")).containsExactly("test");
    assertThat(offered(shell, "udpscope rules ")).contains("check", "export").doesNotContain("lo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish"})
  void everyCommandHasItsOwnOptions(String shell) throws Exception {
    assertThat(offered(shell, "udpscope lo --"))
        .contains("--hook", "--theme")
        .doesNotContain("--count");
    assertThat(offered(shell, "udpscope test lo --"))
        .contains("--hook", "--count")
        .doesNotContain("--theme");
    for (Command command : Command.values()) {
      for (OptionTable option : OptionTable.values()) {
        if (option.appliesTo(command) && option.key().startsWith("--")) {
          String line = "udpscope " + command.word() + " lo ";
          assertThat(offered(shell, line + option.key())).as(line).contains(option.key());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish"})
  void valuesThatCanBeKnownAreOffered(String shell) throws Exception {
    assertThat(offered(shell, "udpscope lo --hook "))
        .containsExactlyInAnyOrder("auto", "native", "generic", "tc", "offload");
    assertThat(offered(shell, "udpscope run lo -p 53 --strategy src-"))
        .containsExactlyInAnyOrder("src-ip", "src-port");
    assertThat(offered(shell, "udpscope test lo --direction b")).containsExactly("both");
    assertThat(offered(shell, "udpscope test lo -o ")).contains("hex", "pcapng");
    assertThat(offered(shell, "udpscope run lo -o ")).containsExactlyInAnyOrder("text", "json");
    assertThat(offered(shell, "udpscope run lo --port ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish"})
  void filesAreOfferedWhereAFileIsWanted(String shell) throws Exception {
    for (String line : List.of("udpscope run lo -c rules", "udpscope rules check rules")) {
      assertThat(
              offered(shell, line).stream().map(one -> one.replace("\\", "").replaceAll("/$", "")))
          .as(line)
          .contains("rules one.yaml", "rules");
    }
  }

  @Test
  void anInterfaceIsNotOfferedTwice() throws Exception {
    assertThat(offered("bash", "udpscope test lo,")).doesNotContain("lo,lo");
    assertThat(offered("bash", "udpscope test lo ")).isEmpty();
  }

  @Test
  void aValueBehindAnEqualsSignIsOfferedAlone() throws Exception {
    assertThat(offered("bash", "udpscope lo --hook=t")).containsExactly("tc");
    assertThat(offered("fish", "udpscope lo --hook=t")).containsExactly("--hook=tc");
  }

  /** So that a shell never offers what the program refuses, and no list of words is forgotten. */
  @Test
  void whatIsOfferedIsWhatDescriptionsName() {
    for (OptionTable option : OptionTable.values()) {
      for (Command command : Command.values()) {
        if (option.label != null && option.appliesTo(command)) {
          Offer offer = Offer.of(command, option);
          String described = option.label + " " + option.description;
          assertThat(offer.words()).as(option.key()).allMatch(described::contains);
          if (List.of("HOOK", "DIR", "NAME", "PATH", "FORMAT", "SOURCE").contains(option.label)) {
            assertThat(offer.kind()).as(option.key()).isEqualTo(Offer.Kind.WORDS);
          }
        }
      }
    }
    assertThat(Arrays.stream(Command.values()).map(Offer::of))
        .contains(Offer.FILES, Offer.INTERFACES);
  }
}
