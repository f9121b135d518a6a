package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.OutputLook;
import io.udpscope.cli.output.RecordingOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code read} is to do.
 *
 * @param name of the file; {@code -} is standard input
 * @param format of what is printed; empty: none was asked for
 * @param recording {@code -w} into a file
 * @param count after so many packets it ends
 * @param snaplen bytes kept of each frame
 * @param bufferBytes size of the packet store, where the file has to go through one
 * @param look of text
 */
public record ReadOptions(
    String name,
    Optional<OutputFormat> format,
    Optional<RecordingOptions> recording,
    OptionalLong count,
    int snaplen,
    int bufferBytes,
    OutputLook look,
    ScreenOptions screen) {
  private static final String STANDARD_INPUT = "-";

  /**
   * How the screen is to be.
   *
   * @param theme if the command line names one
   * @param settings what the operator's own file says
   */
  public record ScreenOptions(
      Optional<ThemeName> theme, ScreenSettings settings, Map<String, String> environment) {}

  public boolean isStandardInput() {
    return name.equals(STANDARD_INPUT);
  }

  /** Without the directories. */
  public String fileName() {
    int slash = name.lastIndexOf('/');
    return slash < 0 || slash == name.length() - 1 ? name : name.substring(slash + 1);
  }

  /** Where a packed file is kept unpacked while it is on the screen: tmpfs is often in memory. */
  public Path spool() {
    String wanted = screen.environment().getOrDefault("TMPDIR", "");
    return Path.of(wanted.isEmpty() ? "/var/tmp" : wanted);
  }

  /** Something asks for what only printing has. */
  public boolean prints() {
    return format.isPresent() || recording.isPresent() || count.isPresent() || look.hexDump();
  }
}
