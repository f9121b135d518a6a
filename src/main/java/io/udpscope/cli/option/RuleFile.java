package io.udpscope.cli.option;

import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesConfig;
import io.udpscope.config.ScreenConfig;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The rules of a file. */
public final class RuleFile implements RuleOrigin {
  private static final String STANDARD_INPUT = "-";

  private final String file;
  private final String name;
  private final RulesConfig config;

  private RuleFile(String file, String name, RulesConfig config) {
    this.file = file;
    this.name = name;
    this.config = config;
  }

  /**
   * That of {@code -c}.
   *
   * @param file its name; {@code -} is standard input
   * @throws WrongRulesException if something in it is wrong
   * @throws UsageException if it cannot be read
   */
  static RuleFile ofOption(String file) {
    return read(file, "-c " + file);
  }

  /** One that is named by itself; as above. */
  public static RuleFile named(String file) {
    return read(file, file);
  }

  private static RuleFile read(String file, String name) {
    byte[] text = bytes(file, name);
    try {
      return new RuleFile(file, name, RulesConfig.read(text, ScreenSettings::judge));
    } catch (ConfigException e) {
      throw WrongRulesException.in(name, e);
    }
  }

  /**
   * What is in a file, as far as any of them may go and a byte more.
   *
   * @param name as errors have it
   * @throws UsageException if it cannot be read
   */
  public static byte[] bytes(String file, String name) {
    try {
      return file.equals(STANDARD_INPUT)
          ? start(System.in)
          : start(Files.newInputStream(Values.path(file, name)));
    } catch (IOException e) {
      throw new UsageException(name + ": cannot read it: " + reason(e));
    }
  }

  /** One byte more than may be is enough to see that it is too much. */
  private static byte[] start(InputStream in) throws IOException {
    try (in) {
      return in.readNBytes(RulesConfig.MAX_BYTES + 1);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }

  /** As the command line names it: {@code -c rules.yaml}. */
  public String name() {
    return name;
  }

  /** What it says of the screen. */
  public ScreenConfig screen() {
    return config.screen();
  }

  @Override
  public List<Rule> rules() {
    return config.rules();
  }

  @Override
  public RuleOrigin again() {
    if (file.equals(STANDARD_INPUT)) {
      throw new UsageException(name + ": standard input cannot be read a second time");
    }
    return read(file, name);
  }

  @Override
  public String place(int rule, String field) {
    return name + ": " + config.place(rule, field);
  }
}
