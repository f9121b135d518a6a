package io.udpscope.ui;

import java.util.Locale;
import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param colour false: bold and reverse only
 * @param ascii true: no character beyond ASCII
 */
public record Appearance(boolean colour, boolean ascii) {
  /**
   * What the environment says, unless the user said otherwise: NO_COLOR (no-color.org), and the
   * first of LC_ALL, LC_CTYPE and LANG that is set (locale(7)).
   */
  public static Appearance of(
      Map<String, String> environment, boolean noColour, boolean asciiAsked) {
    boolean colour = !noColour && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Appearance(colour, asciiAsked || !isUtf8(environment));
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
