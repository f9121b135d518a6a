package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalTextUtils;
import com.googlecode.lanterna.TextCharacter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing off the wire steers a terminal. */
class DisplayTextTest {
  @ParameterizedTest
  @CsvSource({
    "'plain text', 'plain text'",
    "'\u001b[31mred', '·[31mred'",
    "'a\tb\r\nc', 'a·b··c'",
    "'\u009b31m', '·31m'",
    "'\u009d0;title\u0007', '·0;title·'",
    "'\u202egnp.exe', '·gnp.exe'",
    "'\u2066a\u2069', '·a·'",
    "'a\u200bb\u200dc\ufeff', 'a·b·c·'",
    "'e\u0301', 'e·'",
    "'\u007f', '·'",
    "'\u00a0\u2028\u2029', '···'",
    "'\u05d0\u0627', '··'",
    "'\ud83d\ude00!', '·!'",
    "'\ud83d', '·'",
    "'\ue000', '·'",
    "'Grüße Ж λ 中文', 'Grüße Ж λ 中文'",
    "'→ ▸ …', '→ ▸ …'"
  })
  void veilsWhatIsNotPlainlyVisible(String text, String shown) {
    assertThat(DisplayText.of(text, false)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"'a → b', 'a -> b'", "'▸ Grüße', '> Gr..e'", "'中', '.'", "'\u001b[0m…', '.[0m~'"})
  void knowsNothingButAsciiWhereItIsAskedTo(String text, String shown) {
    assertThat(DisplayText.of(text, true)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"abc,3", "中文,4", "aｂ,3", "→…,2", "한,2"})
  void countsColumns(String text, int columns) {
    assertThat(DisplayText.columns(DisplayText.of(text, false))).isEqualTo(columns);
  }

  @Test
  void everyCharacterThatIsShownIsAsWideAsLanternaThinks() {
    for (int c = 0; c <= 0xffff; c++) {
      String shown = DisplayText.of(String.valueOf((char) c), false);
      assertThat(shown).hasSize(1);
      char cell = shown.charAt(0);
      assertThat(TerminalTextUtils.isControlCharacter(cell)).isFalse();
      assertThat(Character.getType(cell)).isNotEqualTo((int) Character.FORMAT);
      assertThat(TextCharacter.fromString(shown)).hasSize(1);
      assertThat(DisplayText.columns(cell))
          .isEqualTo(TerminalTextUtils.isCharDoubleWidth(cell) ? 2 : 1);
    }
  }

  @Test
  void whatIsShownInAsciiIsPrintable() {
    for (int c = 0; c <= 0xffff; c++) {
      assertThat(DisplayText.of(String.valueOf((char) c), true)).matches("[ -~]+");
    }
  }
}
