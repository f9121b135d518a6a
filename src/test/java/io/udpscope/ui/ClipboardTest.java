package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ClipboardTest {
  @Test
  void saysItAsXtermWantsIt() {
    assertThat(Clipboard.sequence("grüß", false)).isEqualTo("\u001b]52;c;Z3LDvMOf\u0007");
  }

  @Test
  void wrapsItForGnuScreenInPiecesThatItTakes() {
    String text = "x".repeat(1000);
    String sequence = Clipboard.sequence(text, true);
    StringBuilder inner = new StringBuilder();
    for (String piece : sequence.split("\u001b\\\\")) {
      assertThat(piece).startsWith("\u001bP").hasSizeLessThan(256);
      inner.append(piece.substring(2));
    }
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    assertThat(inner).hasToString("\u001b]52;c;" + base64 + "\u0007");
  }
}
