package io.udpscope.ui;

import io.udpscope.app.ThemeName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the terminal can show.
 *
 * @param ascii true: no character beyond ASCII
 */
public record Appearance(ThemeName theme, boolean ascii) {
  /** In colours that suit most, or in none. */
  Appearance(boolean colour, boolean ascii) {
    this(colour ? ThemeName.DEFAULT : ThemeName.MONO, ascii);
  }

  /**
   * What the user said, or else the environment: NO_COLOR (no-color.org), a TERM that had no
   * colours yet, and the first of LC_ALL, LC_CTYPE and LANG that is set (locale(7)).
   *
   * @param asked on the command line
   * @param preferred unless the environment is against colours
   */
  public static Appearance of(
      Map<String, String> environment,
      Optional<ThemeName> asked,
      ThemeName preferred,
      boolean asciiAsked) {
    ThemeName theme = asked.orElse(takesColour(environment) ? preferred : ThemeName.MONO);
    return new Appearance(theme, asciiAsked || !isUtf8(environment));
  }

  private static boolean takesColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").matches("vt[0-9].*");
  }

  private static boolean isUtf8(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toUpperCase(Locale.ROOT);
        return locale.contains("UTF-8") || locale.contains("UTF8");
      }
    }
    return false;
  }
}
