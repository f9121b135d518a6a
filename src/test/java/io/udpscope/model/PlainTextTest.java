package io.udpscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @Test
  void textIsLeftAsItIs() {
    String text = "größer als 5 → «ok» 漢字 😀";
    assertThat(PlainText.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\n", "\u007f", "\u009b", "\u202e", "\u200b", "\u2028", "\u2029", "\ud800"
      })
  void whatMovesTheCursorOrTurnsTextIsVeiled(String character) {
    assertThat(PlainText.of("a" + character + "[31mb")).isEqualTo("a?[31mb");
  }
}
