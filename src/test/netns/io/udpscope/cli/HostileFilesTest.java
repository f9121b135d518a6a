package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files made to take all memory, or all time, read by a program with the heap that the launcher
 * gives it: each is refused in a bounded number of lines.
 */
@Tag("bpf")
class HostileFilesTest {
  private static final int ALMOST_ALL = (4 << 20) - 1000;
  private static final int MOST_LINES = 501;

  private enum Hostile {
    MANY_BYTES("x".repeat(5 << 20)),
    MANY_VALUES("[" + "0,".repeat(ALMOST_ALL / 2) + "0]"),
    MANY_LISTS("rules: [" + "[],".repeat(ALMOST_ALL / 3) + "]"),
    MANY_LINES("rules:\n" + "- a\n".repeat(50_000)),
    DEEP("[".repeat(ALMOST_ALL)),
    DEEP_JSON("{\"a\":".repeat(ALMOST_ALL / 5)),
    DEEP_YAML(deepYaml()),
    LONG_NAME("rules: [{name: '" + "x".repeat(2 << 20) + "', match: {}}]"),
    LONG_BLANK_NAME("{\"rules\": [{\"name\": \"" + " ".repeat(3 << 20) + "\", \"match\": {}}]}"),
    LONG_LINES("{\"rules\": [{\"name\": \"" + "\\n ".repeat(1 << 20) + "\", \"match\": {}}]}"),
    LONG_NUMBER("version: " + "9".repeat(2 << 20)),
    LONG_JSON_NUMBER("{\"version\": " + "9".repeat(3 << 20) + "}"),
    LONG_ADDRESS("rules: [{name: a, match: {src: '" + ":1".repeat(1 << 20) + "'}}]"),
    LONG_HOST(
        "{\"rules\": [{\"name\": \"a\", \"match\": {}, \"forward\": {\"targets\": [{\"address\": \""
            + "a.".repeat(1 << 20)
            + "!\"}]}}]}"),
    LONG_KEY("{\"" + "k".repeat(1 << 20) + "\": [" + "0,".repeat(100_000) + "0]}"),
    NESTED_LONG_KEYS(("{\"" + "k".repeat(40_000) + "\": ").repeat(14) + "[0,0]" + "}".repeat(14)),
    ALIASES(
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nrules: [*c,*c,*c,*c,*c]\n"),
    ANCHORS("rules: [" + "&a 1,".repeat(20_000) + "]"),
    TAGS("rules: !!java.net.URL [\"file:/etc/passwd\"]\nx: !!binary gg\n"),
    TWICE("{" + "\"version\": 1, ".repeat(20_000) + "\"version\": 1}"),
    ZEROS("\0".repeat(1 << 20));

    private final String text;

    Hostile(String text) {
      this.text = text;
    }
  }

  @TempDir Path directory;

  private static String deepYaml() {
    StringBuilder text = new StringBuilder();
    for (int depth = 0; depth < 1500; depth++) {
      text.append(" ".repeat(depth)).append("a:\n");
    }
    return text.toString();
  }

  private record Answer(int code, List<String> lines) {}

  private Answer ask(String... arguments) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Answer(process.exitValue(), Files.readAllLines(errors, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void isRefused(Hostile hostile) throws Exception {
    Path file = Files.writeString(directory.resolve("f"), hostile.text);
    Answer answer = ask("rules", "check", file.toString());
    assertThat(answer.code()).as(answer.toString()).isEqualTo(ExitCode.NOT_EXPECTED);
    assertThat(answer.lines())
        .hasSizeBetween(1, MOST_LINES)
        .allMatch(line -> line.startsWith("udpscope: " + file + ": "))
        .allMatch(line -> line.length() < 2_500);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"MANY_VALUES", "MANY_LISTS", "DEEP_JSON", "LONG_NAME", "LONG_KEY", "ALIASES"})
  void isNotImported(Hostile hostile) throws Exception {
    Path file = Files.writeString(directory.resolve("f"), hostile.text);
    for (String program : List.of("udplb", "nftables")) {
      Answer answer = ask("rules", "import", "--from", program, file.toString());
      assertThat(answer.code()).as(answer.toString()).isEqualTo(ExitCode.USAGE);
      assertThat(answer.lines()).hasSizeBetween(1, MOST_LINES);
    }
  }
}
