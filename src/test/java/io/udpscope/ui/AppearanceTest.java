package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AppearanceTest {
  @Test
  void noColorIsObeyedUnlessItIsEmpty() {
    assertThat(Appearance.of(Map.of("NO_COLOR", "1"), false, false).colour()).isFalse();
    assertThat(Appearance.of(Map.of("NO_COLOR", ""), false, false).colour()).isTrue();
    assertThat(Appearance.of(Map.of(), true, false).colour()).isFalse();
  }

  @Test
  void asciiWhereTheLocaleIsNotUtf8() {
    assertThat(Appearance.of(Map.of(), false, false).ascii()).isTrue();
    assertThat(Appearance.of(Map.of("LANG", "C"), false, false).ascii()).isTrue();
    assertThat(Appearance.of(Map.of("LANG", "de_DE.UTF-8"), false, false).ascii()).isFalse();
    assertThat(Appearance.of(Map.of("LANG", "C.utf8"), false, false).ascii()).isFalse();
    assertThat(Appearance.of(Map.of("LANG", "C.utf8"), false, true).ascii()).isTrue();
    Map<String, String> overruled = Map.of("LANG", "C.UTF-8", "LC_ALL", "POSIX");
    assertThat(Appearance.of(overruled, false, false).ascii()).isTrue();
  }
}
