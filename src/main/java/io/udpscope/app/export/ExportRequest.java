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
    String file = String.join(" ", words);
    boolean overwrite = file.startsWith("!");
    file = overwrite ? file.substring(1).strip() : file;
    if (file.isEmpty()) {
      throw new IllegalArgumentException("the name of a file is missing");
    }
    return new ExportRequest(scope, redact, overwrite, file);
  }

  private static Optional<Scope> named(String word) {
    return Arrays.stream(Scope.values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
