package io.udpscope.ui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.TextColor.ANSI;
import io.udpscope.app.ThemeName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** How each {@link Style} looks, in the terminal's own sixteen colours or without any. */
final class Theme {
  private record Look(TextColor foreground, TextColor background, EnumSet<SGR> modifiers) {}

  private static final int ASCII = 128;

  /** Making a cell costs Lanterna a search for the end of the character; payloads know many. */
  private static final int MAX_CELLS = 4096;

  private final Look[] looks = new Look[Style.values().length];
  private final TextCharacter[][] ascii = new TextCharacter[looks.length][ASCII];
  private final Map<Integer, TextCharacter> others = new HashMap<>();

  private Theme() {
    for (Style style : Style.values()) {
      set(style, ANSI.DEFAULT, ANSI.DEFAULT);
    }
  }

  static Theme of(ThemeName name) {
    return switch (name) {
      case DEFAULT -> colour();
      case LIGHT -> light();
      case MONO -> monochrome();
      case HIGH_CONTRAST -> highContrast();
    };
  }

  private static Theme colour() {
    Theme theme = new Theme();
    theme.set(Style.FAINT, ANSI.BLACK_BRIGHT, ANSI.DEFAULT);
    theme.set(Style.TITLE_FOCUSED, ANSI.CYAN, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.TITLE, ANSI.CYAN, ANSI.DEFAULT);
    theme.set(Style.HEADING, ANSI.DEFAULT, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.CURSOR, ANSI.DEFAULT, ANSI.DEFAULT, SGR.REVERSE);
    theme.set(Style.CHOSEN, ANSI.DEFAULT, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.LIVE, ANSI.GREEN, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.PASS, ANSI.GREEN, ANSI.DEFAULT);
    theme.set(Style.DROP, ANSI.RED, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.INFORMATION, ANSI.CYAN, ANSI.DEFAULT);
    theme.set(Style.WARNING, ANSI.YELLOW, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.ALARM, ANSI.WHITE_BRIGHT, ANSI.RED, SGR.BOLD);
    theme.set(Style.KEY, ANSI.CYAN, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.LIT, ANSI.BLACK, ANSI.CYAN);
    return theme;
  }

  /** Yellow and cyan cannot be read on white. */
  private static Theme light() {
    Theme theme = colour();
    theme.set(Style.TITLE_FOCUSED, ANSI.BLUE, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.TITLE, ANSI.BLUE, ANSI.DEFAULT);
    theme.set(Style.INFORMATION, ANSI.BLUE, ANSI.DEFAULT);
    theme.set(Style.WARNING, ANSI.MAGENTA, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.KEY, ANSI.BLUE, ANSI.DEFAULT, SGR.BOLD);
    theme.set(Style.LIT, ANSI.WHITE_BRIGHT, ANSI.BLUE);
    return theme;
  }

  /** What matters stands on a ground of its own, whichever the terminal's is; nothing is faint. */
  private static Theme highContrast() {
    Theme theme = new Theme();
    theme.mono(Style.TITLE_FOCUSED, SGR.BOLD, SGR.REVERSE);
    theme.mono(Style.TITLE, SGR.BOLD);
    theme.mono(Style.HEADING, SGR.BOLD, SGR.UNDERLINE);
    theme.set(Style.CURSOR, ANSI.BLACK, ANSI.YELLOW);
    theme.mono(Style.CHOSEN, SGR.BOLD, SGR.UNDERLINE);
    theme.set(Style.LIVE, ANSI.BLACK, ANSI.GREEN);
    theme.set(Style.PASS, ANSI.BLACK, ANSI.GREEN);
    theme.set(Style.DROP, ANSI.WHITE_BRIGHT, ANSI.RED, SGR.BOLD);
    theme.mono(Style.INFORMATION, SGR.BOLD);
    theme.set(Style.WARNING, ANSI.BLACK, ANSI.YELLOW);
    theme.set(Style.ALARM, ANSI.WHITE_BRIGHT, ANSI.RED, SGR.BOLD);
    theme.mono(Style.KEY, SGR.BOLD, SGR.UNDERLINE);
    theme.set(Style.LIT, ANSI.BLACK, ANSI.CYAN);
    return theme;
  }

  private static Theme monochrome() {
    Theme theme = new Theme();
    theme.mono(Style.TITLE_FOCUSED, SGR.BOLD, SGR.REVERSE);
    theme.mono(Style.HEADING, SGR.BOLD);
    theme.mono(Style.CURSOR, SGR.REVERSE);
    theme.mono(Style.CHOSEN, SGR.BOLD);
    theme.mono(Style.DROP, SGR.BOLD);
    theme.mono(Style.WARNING, SGR.BOLD);
    theme.mono(Style.ALARM, SGR.BOLD, SGR.REVERSE);
    theme.mono(Style.KEY, SGR.BOLD);
    theme.mono(Style.LIT, SGR.REVERSE);
    return theme;
  }

  private void mono(Style style, SGR... modifiers) {
    set(style, ANSI.DEFAULT, ANSI.DEFAULT, modifiers);
  }

  private void set(Style style, TextColor foreground, TextColor background, SGR... modifiers) {
    EnumSet<SGR> set = EnumSet.noneOf(SGR.class);
    for (SGR modifier : modifiers) {
      set.add(modifier);
    }
    looks[style.ordinal()] = new Look(foreground, background, set);
  }

  /** A cell with a character that {@link DisplayText} has let pass. */
  TextCharacter cell(Style style, char shown) {
    if (shown < ASCII) {
      TextCharacter[] made = ascii[style.ordinal()];
      if (made[shown] == null) {
        made[shown] = make(style, shown);
      }
      return made[shown];
    }
    int key = style.ordinal() << 16 | shown;
    TextCharacter made = others.get(key);
    if (made == null) {
      made = make(style, shown);
      if (others.size() < MAX_CELLS) {
        others.put(key, made);
      }
    }
    return made;
  }

  private TextCharacter make(Style style, char shown) {
    Look look = looks[style.ordinal()];
    return TextCharacter.fromString(
        String.valueOf(shown), look.foreground(), look.background(), look.modifiers())[0];
  }
}
