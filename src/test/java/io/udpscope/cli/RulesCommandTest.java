package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udpscope rules}: what it prints, where, and with which exit code. */
class RulesCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    OperatorSignals none = new OperatorSignals((name, action) -> {});
    return new Main(out, errors, new OrderlyEnd(), none).run(List.of(arguments));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> errors() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("rules.yaml"), text).toString();
  }

  @Test
  void rulesThatAreRightAreCounted() throws IOException {
    String file = file("rules: [{name: a, match: {ports: 53}}, {name: b, match: {}}]");
    assertThat(run("rules", "check", file)).isEqualTo(ExitCode.DONE);
    assertThat(out()).isEqualTo(file + ": 2 rules\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void whatHardlyDoesWhatWasMeantIsAWarning() throws IOException {
    String file = file("rules:\n  - {name: a, match: {}}\n  - {name: b, match: {}}\n");
    assertThat(run("rules", "check", file)).isEqualTo(ExitCode.DONE);
    assertThat(errors())
        .containsExactly(
            "udpscope: warning: "
                + file
                + ": line 3, column 22, rules[1].match: the rule a before it decides all of its"
                + " packets");
  }

  @Test
  void aFileThatIsWrongIsAnExpectationThatDidNotHold() throws IOException {
    String file = file("rules:\n  - {name: a, match: {}}\n  - {name: a, match: {ports: 5}}\n");
    assertThat(run("rules", "check", file)).isEqualTo(ExitCode.NOT_EXPECTED);
    assertThat(out()).isEmpty();
    assertThat(errors())
        .containsExactly(
            "udpscope: "
                + file
                + ": line 3, column 12, rules[1].name: the rule at line 2, column 12 has this name"
                + " already");
    assertThat(run("rules", "export", file)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aFileThatCannotBeReadIsWrongUsage() {
    assertThat(run("rules", "check", "/nonexistent/rules.yaml")).isEqualTo(ExitCode.USAGE);
    assertThat(errors().get(0)).contains("/nonexistent/rules.yaml: cannot read it: there is no");
    assertThat(run("rules", "check")).isEqualTo(ExitCode.USAGE);
    assertThat(errors().get(0)).contains("rules check: a file is missing");
    assertThat(run("rules")).isEqualTo(ExitCode.USAGE);
    assertThat(errors().get(0)).contains("rules: one of check, export");
  }

  @Test
  void exportIsWhatTheSessionReads() throws IOException {
    String file = file("{\"rules\": [{\"match\": {\"ports\": \"53-53\"}, \"name\": \"a\"}]}");
    assertThat(run("rules", "export", file)).isEqualTo(ExitCode.DONE);
    assertThat(out())
        .isEqualTo(
            """
            version: 1
            rules:
              - name: a
                match: {ports: 53}
                action: pass
            """);
    String yaml = file(out());
    assertThat(run("rules", "export", "-o", "json", yaml)).isEqualTo(ExitCode.DONE);
    assertThat(out())
        .isEqualTo(
            "{\"version\":1,\"rules\":[{\"name\":\"a\",\"match\":{\"ports\":53},\"action\":\"pass\"}]}\n");
    assertThat(run("rules", "export", "-o", "xml", yaml)).isEqualTo(ExitCode.USAGE);
  }
}
