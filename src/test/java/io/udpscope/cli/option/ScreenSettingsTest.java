package io.udpscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.app.ThemeName;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.config.ScreenConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, colours and waiting time as config files have them. */
class ScreenSettingsTest {
  @TempDir Path directory;

  private static ScreenSettings read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return ScreenSettings.STANDARD.with("f", ScreenConfig.read(bytes));
    } catch (ConfigException e) {
      throw new UsageException("f: " + e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys: {jump-about: z} | f: line 1, column 20, keys.jump-about: z: no action is called jump-about",
        "keys: {freeze: zz} | f: line 1, column 16, keys.freeze: zz: no key is called so; a letter, ^F, Space, Tab, Enter, PgDn or Home are keys",
        "keys: {freeze: ^M} | f: line 1, column 16, keys.freeze: ^M: to a terminal that is another key's",
        "keys: {freeze: d} | f: line 1, column 16, keys.freeze: d is of toggle-action and of freeze",
        "keys: {fold: o, sort: o, find: s, reverse: s} | f: line 1, column 32, keys.find: s is of reverse and of find",
        "keys: {toggle-action: j} | f: line 1, column 23, keys.toggle-action: j: where a typist's slip lands, no key changes traffic",
        "keys: {down: z, toggle-action: Down} | f: line 1, column 32, keys.toggle-action: Down: where a typist's slip lands, no key changes traffic",
        "keys: {freeze: 7} | f: line 1, column 16, keys.freeze: 7: digits are counts, or choose views",
        "keys: {interrupt: x} | f: line 1, column 19, keys.interrupt: x: it keeps its key, so that there always is a way out",
        "keys: freeze | f: line 1, column 7, keys: a mapping such as {freeze: z} is wanted, not the text freeze",
        "keys: {freeze: {}} | f: line 1, column 16, keys.freeze: a word such as z or PgDn is wanted, not a mapping",
        "theme: pink | f: line 1, column 8, theme: pink: a theme is one of default, light, mono, high-contrast",
        "confirm: 0 | f: line 1, column 10, confirm: 0: seconds from 1 to 3600, or off",
        "colours: x | f: line 1, column 1, colours: there is no such key here; there are version, theme, confirm, keys",
      })
  void saysWhereSomethingIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void bindsOtherKeys() {
    ScreenSettings settings =
        read("keys: {freeze: [Space, z], toggle-action: D, view-log: 9, mark: []}");
    assertThat(settings.keys().intent(Key.of('z'), Context.RULES)).contains(Intent.FREEZE);
    assertThat(settings.keys().intent(Key.of('D'), Context.RULES)).contains(Intent.TOGGLE_ACTION);
    assertThat(settings.keys().intent(Key.of('d'), Context.RULES)).isEmpty();
    assertThat(settings.keys().intent(Key.of('9'), Context.RULES)).contains(Intent.VIEW_LOG);
    assertThat(settings.keys().intent(Key.of('m'), Context.PACKETS)).isEmpty();
  }

  @Test
  void twoMayChangePlaces() {
    ScreenSettings settings = read("keys: {find-next: N, find-previous: n}");
    assertThat(settings.keys().intent(Key.of('N'), Context.RULES)).contains(Intent.FIND_NEXT);
  }

  @Test
  void coloursAndWaits() {
    assertThat(read("{theme: high-contrast, confirm: off}").theme())
        .contains(ThemeName.HIGH_CONTRAST);
    assertThat(read("confirm: off").confirm()).contains(Optional.empty());
    assertThat(read("confirm: 30").confirm()).contains(Optional.of(Duration.ofSeconds(30)));
    assertThat(read("{}").confirm()).isEmpty();
  }

  @Test
  void theFileOfTheRulesMaySayItToo() {
    RulesConfig config = RulesConfig.read("{rules: [], theme: light, keys: {freeze: z}}");
    ScreenSettings own = read("{theme: mono, keys: {freeze: Z, zoom: z}}");
    assertThatThrownBy(() -> own.with("-c f", config.screen()))
        .hasMessage("-c f: line 1, column 42, keys.freeze: z is of freeze and of zoom");
    ScreenSettings both = read("{theme: mono, keys: {freeze: Z}}").with("-c f", config.screen());
    assertThat(both.theme()).contains(ThemeName.LIGHT);
    assertThat(both.keys().intent(Key.of('z'), Context.RULES)).contains(Intent.FREEZE);
    assertThat(both.keys().intent(Key.of('Z'), Context.RULES)).isEmpty();
  }

  private Path config(Path home) throws IOException {
    Path file = home.resolve(".config/udpscope/config.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "theme: light");
  }

  private Optional<Path> find(Map<String, String> environment) throws IOException {
    Path users = directory.resolve("passwd");
    Files.writeString(users, "root:x:0:0::/root:/bin/sh\nops:x:1000:1000::" + directory + ":\n");
    return new UserConfigFile(environment, users).find();
  }

  @Test
  void theOwnFileIsTheOperatorsBehindSudoToo() throws IOException {
    assertThat(find(Map.of("HOME", directory.toString()))).isEmpty();
    Path file = config(directory);
    assertThat(find(Map.of("HOME", directory.toString()))).contains(file);
    assertThat(find(Map.of("HOME", "/root", "SUDO_USER", "ops"))).contains(file);
    assertThat(find(Map.of("HOME", "/root", "SUDO_USER", "nobody-knows"))).isEmpty();
    String xdg = directory.resolve(".config").toString();
    assertThat(find(Map.of("HOME", "/nowhere", "XDG_CONFIG_HOME", xdg))).contains(file);
    assertThat(find(Map.of())).isEmpty();
  }

  @Test
  void aFileOfSomebodyElseIsNotReadForWhoeverUsesSudo() throws IOException {
    Path file = config(directory);
    String owner = Files.getAttribute(file, "unix:uid").toString();
    Map<String, String> environment = new HashMap<>(Map.of("SUDO_UID", owner));
    UserConfigFile own = new UserConfigFile(environment, directory);
    assertThat(own.read(file, 100)).asString().isEqualTo("theme: light");
    environment.put("SUDO_UID", owner + "1");
    assertThatThrownBy(() -> own.read(file, 100)).hasMessageContaining("own");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    environment.put("SUDO_UID", owner);
    assertThatThrownBy(() -> own.read(link, 100)).isInstanceOf(IOException.class);
  }
}
