package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

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
      text.append("| ");
      for (String key : binding.shown().split(" ")) {
        text.append('`').append(key).append("` ");
      }
      text.append("| ").append(binding.help()).append(" |\n");
    }
    return text.toString();
  }
}
