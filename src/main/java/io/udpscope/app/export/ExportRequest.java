package io.udpscope.app.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that was asked for: {@code [chosen|shown|all] [redact] [!]FILE}.
 *
 * @param overwrite a file of that name may go
 * @param redact payloads are cut and addresses replaced
 */
public record ExportRequest(Scope scope, boolean redact, boolean overwrite, String file) {
  /** Which packets. */
  public enum Scope {
    CHOSEN,
    SHOWN,
    ALL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String REDACT = "redact";

  /** What the name of a file of rules ends in; {@code .json} is JSON, the others YAML. */
  private static final String JSON_ENDING = ".json";

  private static final List<String> RULES_ENDINGS = List.of(".yaml", ".yml", JSON_ENDING);

  /**
   * Reads what was typed. A file whose name is one of the words is written {@code ./all}.
   *
   * @param otherwise the scope where none is named
   * @throws IllegalArgumentException with a reason for people
   */
  public static ExportRequest parse(String line, Scope otherwise) {
    List<String> words = new ArrayList<>(Arrays.asList(line.strip().split("\\s+", -1)));
    Scope scope = otherwise;
    boolean redact = false;
    while (!words.isEmpty()) {
      String word = words.get(0).replaceFirst("^--", "");
      Optional<Scope> named = named(word);
      if (named.isEmpty() && !word.equals(REDACT)) {
        break;
      }
      scope = named.orElse(scope);
      redact |= word.equals(REDACT);
      words.remove(0);
    }
    return ofFile(scope, redact, String.join(" ", words));
  }

  /**
   * Reads {@code [!]FILE}, whatever the file is called.
   *
   * @throws IllegalArgumentException with a reason for people
   */
  public static ExportRequest ofRules(String line) {
    return ofFile(Scope.ALL, false, line.strip());
  }

  private static ExportRequest ofFile(Scope scope, boolean redact, String words) {
    boolean overwrite = words.startsWith("!");
    String file = overwrite ? words.substring(1).strip() : words;
    if (file.isEmpty()) {
      throw new IllegalArgumentException("the name of a file is missing");
    }
    return new ExportRequest(scope, redact, overwrite, file);
  }

  /** The file is called as files of rules are, and not as any of packets. */
  public boolean namesRules() {
    return RULES_ENDINGS.stream().anyMatch(file.toLowerCase(Locale.ROOT)::endsWith);
  }

  /** The file's name asks for JSON. */
  boolean isJson() {
    return file.toLowerCase(Locale.ROOT).endsWith(JSON_ENDING);
  }

  private static Optional<Scope> named(String word) {
    return Arrays.stream(Scope.values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
