package io.udpscope.cli;

import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.config.ScreenConfig;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The rules of {@code -c}. */
final class RuleFile implements RuleOrigin {
  private static final String STANDARD_INPUT = "-";

  private final String name;
  private final RulesConfig config;

  private RuleFile(String name, RulesConfig config) {
    this.name = name;
    this.config = config;
  }

  /**
   * @param name of a file; {@code -} is standard input
   * @throws UsageException if it cannot be read, or something in it is wrong
   */
  static RuleFile read(String name) {
    try {
      return new RuleFile(name, RulesConfig.read(bytes(name)));
    } catch (ConfigException e) {
      throw new UsageException("-c " + name + ": " + e.getMessage());
    } catch (InvalidPathException e) {
      throw new UsageException("-c " + name + ": no file can be called so in this locale");
    } catch (IOException e) {
      throw new UsageException("-c " + name + ": cannot read it: " + reason(e));
    }
  }

  /** One byte more than may be is enough to see that it is too much. */
  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name))) {
      return in.readNBytes(RulesConfig.MAX_BYTES + 1);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }

  /** As the command line names it. */
  String name() {
    return "-c " + name;
  }

  /** What it says of the screen. */
  ScreenConfig screen() {
    return config.screen();
  }

  @Override
  public List<Rule> rules() {
    return config.rules();
  }

  @Override
  public RuleOrigin again() {
    if (name.equals(STANDARD_INPUT)) {
      throw new UsageException("-c -: standard input cannot be read a second time");
    }
    return read(name);
  }

  @Override
  public String place(int rule, String field) {
    return "-c " + name + ": " + config.place(rule, field);
  }
}
