package io.udpscope.app.export;

import io.udpscope.capture.NewFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How files are written that the screen asks for.
 *
 * @param application what wrote them: {@code udpscope 0.1.0}
 * @param directory where names without one are
 * @param home for {@code ~/}
 * @param owner whose they are to be; empty: the process's
 * @param rules makes the text of a file of rules
 * @param texts of an incident bundle
 */
public record ExportPolicy(
    String application,
    Path directory,
    Path home,
    Optional<NewFile.Owner> owner,
    RuleWriter rules,
    BundleTexts texts) {
  /** Relative names are of the working directory. */
  public static ExportPolicy here(
      String application,
      Path home,
      Optional<NewFile.Owner> owner,
      RuleWriter rules,
      BundleTexts texts) {
    return new ExportPolicy(application, Path.of(""), home, owner, rules, texts);
  }

  Path path(String file) {
    return file.startsWith("~/") ? home.resolve(file.substring(2)) : directory.resolve(file);
  }
}
