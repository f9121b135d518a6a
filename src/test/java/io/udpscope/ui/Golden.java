package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import io.udpscope.app.AppState;
import io.udpscope.app.ReplaySession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Frames as text, compared with those in {@code src/test/resources/goldens}. With {@code
 * -Dgolden.update=true} they are written instead: look at the difference before it is committed.
 */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/goldens");
  private static final String STYLES = ".abcdefghijklmnopqrstuvwxyz";

  private Golden() {}

  /** In colour, and where there are neither colours nor more than ASCII. */
  static void check(String name, ReplaySession session) {
    String size = session.state().screen().columns() + "x" + session.state().screen().rows();
    check(name + "-" + size, session.state(), new Appearance(true, false));
    check(name + "-ascii-" + size, session.state(), new Appearance(false, true));
  }

  static void check(String name, AppState state, Appearance appearance) {
    String frame = draw(state, appearance);
    Path file = DIRECTORY.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, frame);
      }
      assertThat(frame).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The cells of a frame, then how they look: a letter for each look, and what the letters mean.
   */
  static String draw(AppState state, Appearance appearance) {
    VirtualTerminal terminal = new VirtualTerminal(state.screen().columns(), state.screen().rows());
    try {
      FrameBuffer buffer =
          new FrameBuffer(terminal, state.screen().columns(), state.screen().rows());
      new FramePainter(buffer, appearance).paint(state);
      buffer.flush(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(terminal);
  }

  /** What a terminal shows, in the same form. */
  static String read(VirtualTerminal terminal) {
    int columns = terminal.getTerminalSize().getColumns();
    int rows = terminal.getTerminalSize().getRows();
    StringBuilder text = new StringBuilder();
    StringBuilder looks = new StringBuilder();
    Map<String, Character> letters = new LinkedHashMap<>();
    letters.put("plain", STYLES.charAt(0));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        TextCharacter cell = terminal.getCharacter(column, row);
        text.append(cell.getCharacterString());
        looks.append(letters.computeIfAbsent(look(cell), look -> STYLES.charAt(letters.size())));
        if (cell.isDoubleWidth()) {
          column++;
        }
      }
      stripTrailing(text, ' ').append('\n');
      stripTrailing(looks, STYLES.charAt(0)).append('\n');
    }
    text.append('\n').append(looks);
    letters.forEach((look, letter) -> text.append(letter).append("  ").append(look).append('\n'));
    return text.toString();
  }

  private static StringBuilder stripTrailing(StringBuilder text, char what) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == what) {
      end--;
    }
    text.setLength(end);
    return text;
  }

  private static String look(TextCharacter cell) {
    StringBuilder look = new StringBuilder();
    if (cell.getForegroundColor() != TextColor.ANSI.DEFAULT) {
      look.append(cell.getForegroundColor());
    }
    if (cell.getBackgroundColor() != TextColor.ANSI.DEFAULT) {
      look.append(" on ").append(cell.getBackgroundColor());
    }
    cell.getModifiers().forEach(modifier -> look.append(' ').append(modifier));
    return look.isEmpty() ? "plain" : look.toString().strip();
  }
}
