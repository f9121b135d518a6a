package io.udpscope.cli.option;

import io.udpscope.cli.output.OutputLook;
import java.util.List;

/** Turns the command line of {@code read} into {@link ReadOptions}. */
public final class ReadReader {
  private final CommandLineReader line;

  public ReadReader(CommandLineReader line) {
    this.line = line;
  }

  /**
   * Judges every value.
   *
   * @throws UsageException for the first one that is wrong
   */
  public ReadOptions options() {
    OutputLook look =
        new OutputLook(
            line.has(OptionTable.HEX_DUMP), line.hasColor(), line.has(OptionTable.ASCII));
    ReadOptions.ScreenOptions screen =
        new ReadOptions.ScreenOptions(
            line.theme(), ScreenSettings.own(line.environment()), line.environment());
    return new ReadOptions(
        file(),
        line.givenFormat(),
        line.recording(),
        line.number(OptionTable.COUNT),
        line.snaplen(),
        line.bufferBytes(),
        look,
        screen);
  }

  private String file() {
    List<String> operands = line.operands();
    if (operands.isEmpty()) {
      throw new UsageException("read: a file is missing; - is standard input");
    }
    if (operands.size() > 1) {
      throw new UsageException(String.join(" ", operands) + ": one file is read at a time");
    }
    return operands.get(0);
  }
}
