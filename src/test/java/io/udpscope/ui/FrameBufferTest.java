package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.ThemeName;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the terminal shows is what was put, whatever was there before. */
class FrameBufferTest {
  private static final int COLUMNS = 12;
  private static final int ROWS = 3;

  private final VirtualTerminal terminal = new VirtualTerminal(COLUMNS, ROWS);
  private final FrameBuffer buffer = new FrameBuffer(terminal, COLUMNS, ROWS);
  private final Canvas canvas = new Canvas(buffer, Theme.of(ThemeName.DEFAULT), false);

  private String row(int row) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < COLUMNS; column++) {
      text.append(terminal.getCharacter(column, row).getCharacterString());
      if (terminal.getCharacter(column, row).isDoubleWidth()) {
        column++;
      }
    }
    return text.toString();
  }

  private void show(String text) throws IOException {
    buffer.clear(0, ROWS);
    canvas.put(0, 1, COLUMNS, Style.PLAIN, text);
    buffer.flush(false);
  }

  @Test
  void sendsTextAndTakesItAway() throws IOException {
    show("hello");
    assertThat(row(1)).isEqualTo("hello       ");
    show("he");
    assertThat(row(1)).isEqualTo("he          ");
  }

  @Test
  void wideAndNarrowCharactersReplaceEachOther() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    String letters = "ab 中文한x→";
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      int columns = 0;
      while (columns < 10) {
        char c = letters.charAt(random.nextInt(letters.length()));
        text.append(c);
        columns += DisplayText.columns(c);
      }
      show(text.toString());
      assertThat(row(1).strip()).isEqualTo(text.toString().strip());
    }
  }

  @Test
  void whatDoesNotFitEndsInAnEllipsisAndNeverInHalfACharacter() throws IOException {
    show("中文한국어中文한국어");
    assertThat(row(1)).isEqualTo("中文한국어… ");
    show("abcdefghijklmnop");
    assertThat(row(1)).isEqualTo("abcdefghijk…");
  }

  @Test
  void putsNothingOutside() throws IOException {
    canvas.put(-1, 0, 5, Style.PLAIN, "x");
    canvas.put(10, 7, 5, Style.PLAIN, "x");
    canvas.put(11, 0, 5, Style.PLAIN, "中");
    buffer.flush(false);
    assertThat(row(0)).isBlank();
  }

  @Test
  void sendsEverythingAnewWhenAsked() throws IOException {
    show("hello");
    terminal.clearScreen();
    buffer.flush(false);
    assertThat(row(1)).isBlank();
    buffer.flush(true);
    assertThat(row(1)).isEqualTo("hello       ");
  }
}
