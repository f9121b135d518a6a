package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.config.ConfigErrors;
import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.config.ScreenConfig;
import io.udpscope.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the screen is to be, after the operator's own file and the one of {@code -c}, which overrules
 * it.
 *
 * @param confirm how long a change waits to be kept, where a file says so; empty in it: for good
 */
public record ScreenSettings(
    KeyMap keys, Optional<ThemeName> theme, Optional<Optional<Duration>> confirm) {
  public static final ScreenSettings STANDARD =
      new ScreenSettings(KeyMap.STANDARD, Optional.empty(), Optional.empty());

  /**
   * @param rules of {@code -c}, if there is one
   * @throws WrongRulesException with all that is wrong in one of the files
   * @throws UsageException if one cannot be read
   */
  static ScreenSettings read(Map<String, String> environment, RuleOrigin rules) {
    ScreenSettings settings = own(environment);
    return rules instanceof RuleFile chosen
        ? settings.with(chosen.name(), chosen.screen())
        : settings;
  }

  /**
   * After the operator's own file alone.
   *
   * @throws UsageException if something in it is wrong
   */
  static ScreenSettings own(Map<String, String> environment) {
    UserConfigFile own = new UserConfigFile(environment, OperatorHome.USERS);
    ScreenSettings settings = STANDARD;
    Optional<Path> file = own.find();
    if (file.isPresent()) {
      settings = settings.with(file.get().toString(), read(own, file.get()));
    }
    return settings;
  }

  private static ScreenConfig read(UserConfigFile own, Path file) {
    try {
      return ScreenConfig.read(own.read(file, RulesConfig.MAX_BYTES));
    } catch (ConfigException e) {
      throw WrongRulesException.in(file.toString(), e);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot read it: " + e.getMessage());
    }
  }

  /** What is wrong with these words, whatever other files say. */
  static void judge(ScreenConfig config, ConfigErrors errors) {
    STANDARD.rebound(config.keys(), errors);
    theme(config, errors);
    confirm(config, errors);
  }

  /**
   * @param name of the file that says so
   * @throws WrongRulesException with all that is wrong
   */
  public ScreenSettings with(String name, ScreenConfig config) {
    ConfigErrors errors = new ConfigErrors();
    KeyMap changed = rebound(config.keys(), errors);
    refuseClash(changed, config.keys(), errors);
    ScreenSettings settings =
        new ScreenSettings(
            changed,
            theme(config, errors).or(() -> theme),
            confirm(config, errors).or(() -> confirm));
    try {
      errors.throwIfAny();
      return settings;
    } catch (ConfigException e) {
      throw WrongRulesException.in(name, e);
    }
  }

  private static Optional<ThemeName> theme(ScreenConfig config, ConfigErrors errors) {
    return config.theme().flatMap(one -> errors.read(one, words -> ThemeName.named(single(words))));
  }

  private static Optional<Optional<Duration>> confirm(ScreenConfig config, ConfigErrors errors) {
    return config.confirm().flatMap(one -> errors.read(one, words -> confirm(single(words))));
  }

  private static String single(List<String> words) {
    if (words.size() != 1) {
      throw new IllegalArgumentException("one word is wanted here");
    }
    return words.get(0);
  }

  /** As the option has it, but that this is not its value. */
  private static Optional<Duration> confirm(String word) {
    try {
      return Values.confirm(word);
    } catch (UsageException e) {
      String message = e.getMessage();
      throw new IllegalArgumentException(message.substring(message.indexOf(": ") + 2), e);
    }
  }

  private KeyMap rebound(List<Setting> settings, ConfigErrors errors) {
    KeyMap changed = keys;
    for (Setting setting : settings) {
      KeyMap before = changed;
      changed =
          errors
              .read(setting, words -> before.rebound(Intent.named(setting.name()), keys(words)))
              .orElse(before);
    }
    return changed;
  }

  private static void refuseClash(KeyMap changed, List<Setting> settings, ConfigErrors errors) {
    Optional<KeyMap.Clash> clash = changed.clash();
    settings.stream()
        .filter(setting -> clash.isPresent() && clash.get().isOf(setting.name()))
        .findFirst()
        .ifPresent(setting -> errors.refuse(setting, clash.get().reason()));
  }

  private static List<Key> keys(List<String> words) {
    return words.stream().map(Key::parse).toList();
  }
}
