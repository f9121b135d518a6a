package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.FormKeyMap;
import io.udpscope.app.KeyMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/keys.md is the key map in words. {@code -Dgolden.update=true} writes it. */
class KeysDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/keys.md");

  @Test
  void saysWhatTheKeyMapSays() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, document());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(document());
  }

  private static String document() {
    StringBuilder text = new StringBuilder();
    text.append("# Keys of the live session\n\n");
    text.append("Made from the key map, as `?` in the session is. `^` is Ctrl.\n\n");
    text.append("| keys | what they do |\n|---|---|\n");
    for (KeyMap.Binding binding : KeyMap.HELP) {
      row(text, binding.shown(), binding.help());
    }
    text.append("\n## While a form is open\n\n");
    text.append("All other keys are text, and none of them changes traffic.\n\n");
    text.append("| keys | what they do |\n|---|---|\n");
    for (FormKeyMap.Binding binding : FormKeyMap.BINDINGS) {
      if (!binding.help().isEmpty()) {
        row(text, binding.shown(), binding.help());
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String keys, String help) {
    text.append("| ");
    for (String key : keys.split(" ")) {
      text.append('`').append(key).append("` ");
    }
    text.append("| ").append(help).append(" |\n");
  }
}
