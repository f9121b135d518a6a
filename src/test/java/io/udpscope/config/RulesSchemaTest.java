package io.udpscope.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.config.RulesTextProperties.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published schema, asked by a validator that is not ours, agrees with the reader. */
class RulesSchemaTest {
  private static final int TEXTS = 400;

  /** Says true or false for each line of a file. */
  private static final String VALIDATOR =
      """
      import json, sys
      from jsonschema import Draft202012Validator
      schema = json.load(open(sys.argv[1]))
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      for line in open(sys.argv[2], encoding='utf-8'):
          print(str(validator.is_valid(json.loads(line))).lower())
      """;

  /** Values in place of a field's that no reader takes, and a schema can refuse. */
  private static final List<Map.Entry<String, Object>> WRONG =
      List.of(
          Map.entry("name", 5),
          Map.entry("name", ""),
          Map.entry("name", "x".repeat(101)),
          Map.entry("match", "any"),
          Map.entry("action", "reject"),
          Map.entry("translate", 0),
          Map.entry("translate", 65536),
          Map.entry("translate", "53"),
          Map.entry("capture", "on"),
          Map.entry("capture", Map.of("sample", 0)),
          Map.entry("forward", List.of()),
          Map.entry("forward", Map.of("targets", List.of())),
          Map.entry("forward", Map.of("targets", List.of(Map.of("address", "a b")))),
          Map.entry("forward", Map.of("targets", List.of(Map.of("port", 5)))),
          Map.entry("match", Map.of("src", "ten")),
          Map.entry("match", Map.of("ports", 70000)),
          Map.entry("match", Map.of("ports", "http")),
          Map.entry("match", Map.of("interface", "a/b")),
          Map.entry("match", Map.of("port", 5)),
          Map.entry("colour", "red"));

  @TempDir Path directory;

  private List<Boolean> isValid(List<String> texts) throws IOException, InterruptedException {
    Path lines = Files.write(directory.resolve("texts"), texts);
    Path answers = directory.resolve("answers");
    Process validator =
        new ProcessBuilder(
                "/usr/bin/python3", "-c", VALIDATOR, "docs/rules.schema.json", lines.toString())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(validator.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(validator.exitValue()).isZero();
    return Files.readAllLines(answers).stream().map(Boolean::valueOf).toList();
  }

  @Test
  void whatIsReadIsValid() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int seed = 0; seed < TEXTS; seed++) {
      texts.add(RulesText.json(new Rules(new Random(seed)).set()));
    }
    texts.add("{}");
    texts.add("{\"theme\": \"light\", \"confirm\": 30, \"keys\": {\"mark\": [], \"zoom\": \"Z\"}}");
    texts.add("{\"confirm\": \"off\", \"keys\": {\"freeze\": [\"Space\", \"z\", 7]}}");
    texts.forEach(RulesConfig::read);
    assertThat(isValid(texts)).hasSize(texts.size()).containsOnly(true);
  }

  @Test
  void whatASchemaCanRefuseIsRefused() throws Exception {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, Object> wrong : WRONG) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("name", "a");
      rule.put("match", Map.of());
      rule.put(wrong.getKey(), wrong.getValue());
      texts.add(JsonText.of(Map.of("rules", List.of(rule))));
    }
    texts.add("[]");
    texts.add("{\"version\": 2}");
    texts.add("{\"rules\": {}}");
    texts.add("{\"rules\": [{\"name\": \"a\"}]}");
    texts.add("{\"rules\": [{\"match\": {}}]}");
    texts.add("{\"theme\": {}}");
    texts.add("{\"keys\": \"z\"}");
    for (String text : texts) {
      assertThatThrownBy(() -> RulesConfig.read(text)).as(text).isInstanceOf(ConfigException.class);
    }
    List<Boolean> valid = isValid(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(valid.get(i)).as(texts.get(i)).isFalse();
    }
  }
}
