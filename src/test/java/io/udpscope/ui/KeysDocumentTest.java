package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Context;
import io.udpscope.app.key.KeyHelp;
import io.udpscope.app.key.KeyMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/keys.md is the key map in words. {@code -Dgolden.update=true} writes it. */
class KeysDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/keys.md");

  private static final String INTRODUCTION =
      """
      # Keys of the live session

      Made from the key map, as `?` in the session is. `^` is Ctrl.

      A digit is a count in front of another key, `5j`; `1` to `5` with nothing behind them for a moment choose a view.
      """;

  @Test
  void saysWhatTheKeyMapSays() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, document());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(document());
  }

  private static String document() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (KeyHelp.Line line : KeyHelp.of(KeyMap.STANDARD, Context.ANYWHERE, false)) {
      if (line.isHeading()) {
        text.append("\n## ").append(line.text());
        text.append("\n\n| keys | what they do | names |\n|---|---|---|\n");
      } else {
        text.append("| ").append(quoted(line.keys(), " "));
        text.append("| ").append(line.text());
        text.append(" | ").append(quoted(line.names(), ", ")).append("|\n");
      }
    }
    return text.toString();
  }

  private static String quoted(String words, String between) {
    StringBuilder text = new StringBuilder();
    for (String word : words.split(between)) {
      if (!word.isEmpty()) {
        text.append('`').append(word.replace("|", "\\|")).append("` ");
      }
    }
    return text.toString();
  }
}
