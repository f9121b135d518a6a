package io.udpscope.config;

import io.udpscope.config.ValueType.Listing;
import io.udpscope.config.ValueType.Mapping;
import io.udpscope.config.ValueType.NamedWords;
import io.udpscope.config.ValueType.Text;
import io.udpscope.config.ValueType.TextOrNumber;
import io.udpscope.config.ValueType.WholeNumber;
import io.udpscope.config.ValueType.Word;
import io.udpscope.config.ValueType.WordOr;
import io.udpscope.config.ValueType.Words;
import io.udpscope.config.ValueType.YesOrNo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of {@link ConfigFields} as a JSON Schema (draft 2020-12). */
final class RulesSchema {
  private static final String TYPE = "type";

  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private RulesSchema() {}

  /** In lines, as people read it. */
  static String text() {
    return IndentedJson.of(new RulesSchema().whole());
  }

  private Map<String, Object> whole() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Rules of udpscope");
    schema.put("description", "A file that -c reads, as YAML or JSON. docs/config.md has more.");
    schema.putAll(ofShape(ConfigFields.TEXT_SHAPE));
    schema.put("$defs", definitions);
    return schema;
  }

  private Map<String, Object> ofShape(Shape shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (ConfigField<?> field : shape.fields()) {
      properties.put(field.name(), ofField(field));
      if (field.required()) {
        required.add(field.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(TYPE, "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    if (shape.equals(ConfigFields.TARGET_SHAPE)) {
      schema.put("dependentRequired", Map.of("mac", List.of("interface")));
    }
    return schema;
  }

  private Map<String, Object> ofField(ConfigField<?> field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    String standard = field.standard().isEmpty() ? "" : " (default: " + field.standard() + ")";
    schema.put("description", (field.meaning() + standard).replace("`", ""));
    schema.putAll(ofType(field.type()));
    return schema;
  }

  private Map<String, Object> ofType(ValueType<?> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type instanceof Text<?> text) {
      schema.putAll(text(text.pattern(), text.longest()));
      schema.put("examples", List.of(text.example()));
    } else if (type instanceof TextOrNumber<?> either) {
      schema.put("anyOf", List.of(number(0, either.most()), text(either.pattern(), 0)));
      schema.put("examples", List.of(either.example()));
    } else if (type instanceof Word<?> word) {
      schema.put("enum", word.words());
    } else if (type instanceof WholeNumber number) {
      schema.putAll(number(number.least(), number.most()));
    } else if (type instanceof YesOrNo) {
      schema.put(TYPE, "boolean");
    } else if (type instanceof Mapping mapping) {
      schema.putAll(reference(mapping.shape()));
    } else if (type instanceof Listing<?> listing) {
      schema.put(TYPE, "array");
      schema.put("items", ofType(listing.item()));
      schema.put("minItems", listing.least());
      schema.put("maxItems", listing.most());
    } else if (type instanceof WordOr<?> either) {
      schema.put("anyOf", List.of(Map.of("const", either.word()), ofType(either.other())));
    } else if (type instanceof Words) {
      schema.putAll(words());
    } else if (type instanceof NamedWords) {
      schema.put(TYPE, "object");
      schema.put("additionalProperties", words());
    } else {
      throw new IllegalStateException("no schema for " + type);
    }
    return schema;
  }

  /** Each kind of mapping is defined once. */
  private Map<String, Object> reference(Shape shape) {
    if (!definitions.containsKey(shape.name())) {
      definitions.put(shape.name(), Map.of()); // its place
      definitions.put(shape.name(), ofShape(shape));
    }
    return Map.of("$ref", "#/$defs/" + shape.name());
  }

  private static Map<String, Object> number(int least, int most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(TYPE, "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }

  private static Map<String, Object> text(String pattern, int longest) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(TYPE, "string");
    schema.put("minLength", 1);
    if (longest > 0) {
      schema.put("maxLength", longest);
    }
    if (!pattern.isEmpty()) {
      schema.put("pattern", pattern);
    }
    return schema;
  }

  private static Map<String, Object> words() {
    Map<String, Object> word = new LinkedHashMap<>();
    word.put(TYPE, List.of("string", "number", "boolean"));
    Map<String, Object> several = new LinkedHashMap<>();
    several.put(TYPE, "array");
    several.put("items", word);
    return Map.of("anyOf", List.of(word, several));
  }
}
