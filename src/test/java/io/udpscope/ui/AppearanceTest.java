package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.ThemeName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppearanceTest {
  private static ThemeName theme(Map<String, String> environment, Optional<ThemeName> asked) {
    return Appearance.of(environment, asked, ThemeName.LIGHT, false).theme();
  }

  private static boolean ascii(Map<String, String> environment, boolean asked) {
    return Appearance.of(environment, Optional.empty(), ThemeName.LIGHT, asked).ascii();
  }

  @Test
  void whatIsAskedForOverrulesTheEnvironmentAndThatWhatIsPreferred() {
    Optional<ThemeName> nothing = Optional.empty();
    assertThat(theme(Map.of(), nothing)).isEqualTo(ThemeName.LIGHT);
    assertThat(theme(Map.of("NO_COLOR", "1"), nothing)).isEqualTo(ThemeName.MONO);
    assertThat(theme(Map.of("NO_COLOR", ""), nothing)).isEqualTo(ThemeName.LIGHT);
    assertThat(theme(Map.of("TERM", "vt100"), nothing)).isEqualTo(ThemeName.MONO);
    Optional<ThemeName> asked = Optional.of(ThemeName.HIGH_CONTRAST);
    assertThat(theme(Map.of("NO_COLOR", "1"), asked)).isEqualTo(ThemeName.HIGH_CONTRAST);
  }

  @Test
  void asciiWhereTheLocaleIsNotUtf8() {
    assertThat(ascii(Map.of(), false)).isTrue();
    assertThat(ascii(Map.of("LANG", "C"), false)).isTrue();
    assertThat(ascii(Map.of("LANG", "de_DE.UTF-8"), false)).isFalse();
    assertThat(ascii(Map.of("LANG", "C.utf8"), false)).isFalse();
    assertThat(ascii(Map.of("LANG", "C.utf8"), true)).isTrue();
    Map<String, String> overruled = Map.of("LANG", "C.UTF-8", "LC_ALL", "POSIX");
    assertThat(ascii(overruled, false)).isTrue();
  }
}
