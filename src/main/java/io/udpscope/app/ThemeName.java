package io.udpscope.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the screen is coloured. */
public enum ThemeName {
  /** For terminals with a dark background. */
  DEFAULT,
  LIGHT,
  /** Bold, underlined and reverse, no colour. */
  MONO,
  HIGH_CONTRAST;

  /** As it is written by people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if there is none that is called so
   */
  public static ThemeName named(String word) {
    for (ThemeName theme : values()) {
      if (theme.word().equals(word)) {
        return theme;
      }
    }
    String all = Arrays.stream(values()).map(ThemeName::word).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("a theme is one of " + all);
  }
}
