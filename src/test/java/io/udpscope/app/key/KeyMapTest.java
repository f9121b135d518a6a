package io.udpscope.app.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of keys: what it promises of itself. */
class KeyMapTest {
  @ParameterizedTest
  @EnumSource(Context.class)
  void aKeyMeansOneThingInOnePlace(Context context) {
    Map<Key, Intent> seen = new HashMap<>();
    for (Binding binding : KeyMap.STANDARD.bindings()) {
      for (Key key : binding.keys()) {
        if (binding.actsIn(context)) {
          assertThat(seen.put(key, binding.intent())).as("%s %s", context, key.text()).isNull();
          assertThat(KeyMap.STANDARD.intent(key, context)).contains(binding.intent());
        }
      }
    }
  }

  @Test
  void everyIntentHasAKey() {
    Set<Intent> bound =
        KeyMap.STANDARD.bindings().stream().map(Binding::intent).collect(Collectors.toSet());
    assertThat(bound).isEqualTo(EnumSet.allOf(Intent.class));
  }

  @Test
  void keysAreReadAsTheyAreWritten() {
    for (Binding binding : KeyMap.STANDARD.bindings()) {
      for (Key key : binding.keys()) {
        assertThat(Key.parse(key.text())).isEqualTo(key);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dd", "^1", "^M", "^I", "^[", "F5", "\u0007", "Alt-x"})
  void whatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> Key.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
