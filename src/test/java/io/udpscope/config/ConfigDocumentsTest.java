package io.udpscope.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * docs/rules.schema.json, and the tables of docs/config.md, are the fields that are read. {@code
 * -Dgolden.update=true} writes them.
 */
class ConfigDocumentsTest {
  private static final Path SCHEMA = Path.of("docs/rules.schema.json");
  private static final Path DOCUMENT = Path.of("docs/config.md");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private static Map<String, Shape> tables() {
    Map<String, Shape> tables = new LinkedHashMap<>();
    tables.put("field of the file", ConfigFields.TEXT_SHAPE);
    tables.put("field of a rule", ConfigFields.RULE_SHAPE);
    tables.put("field of `match`", ConfigFields.MATCH_SHAPE);
    tables.put("field of `capture`", ConfigFields.CAPTURE_SHAPE);
    tables.put("field of `forward`", ConfigFields.FORWARD_SHAPE);
    tables.put("field of a target", ConfigFields.TARGET_SHAPE);
    return tables;
  }

  private static String table(String title, Shape shape) {
    StringBuilder table = new StringBuilder("| " + title + " | value | default |\n|---|---|---|\n");
    for (ConfigField<?> field : shape.fields()) {
      String standard = field.required() ? "needed" : field.standard();
      table.append("| `").append(field.name()).append("` | ");
      table.append(field.meaning()).append(" | ").append(standard).append(" |\n");
    }
    return table.toString();
  }

  @Test
  void theSchemaSaysWhatIsRead() throws IOException {
    if (UPDATE) {
      Files.writeString(SCHEMA, RulesSchema.text());
    }
    assertThat(Files.readString(SCHEMA)).isEqualTo(RulesSchema.text());
  }

  @Test
  void theTablesSayWhatIsRead() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (Map.Entry<String, Shape> entry : tables().entrySet()) {
      String table = table(entry.getKey(), entry.getValue());
      int start = document.indexOf("| " + entry.getKey() + " |");
      assertThat(start).as(entry.getKey()).isNotNegative();
      int end = document.indexOf("\n\n", start) + 1;
      if (UPDATE) {
        document = document.substring(0, start) + table + document.substring(end);
      } else {
        assertThat(document.substring(start, end)).isEqualTo(table);
      }
    }
    if (UPDATE) {
      Files.writeString(DOCUMENT, document);
    }
  }
}
