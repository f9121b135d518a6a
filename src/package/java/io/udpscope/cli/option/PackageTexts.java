package io.udpscope.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Writes what a package says of the command line: the man page and the completions. */
public final class PackageTexts {
  private PackageTexts() {}

  /**
   * @param arguments a directory, made if need be; the date of the man page
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    LocalDate date = LocalDate.parse(arguments[1]);
    Files.writeString(directory.resolve("udpscope.1"), new ManPage(date).text());
    Files.writeString(directory.resolve("udpscope.bash"), BashCompletion.script());
    Files.writeString(directory.resolve("_udpscope"), ZshCompletion.script());
    Files.writeString(directory.resolve("udpscope.fish"), FishCompletion.script());
  }
}
