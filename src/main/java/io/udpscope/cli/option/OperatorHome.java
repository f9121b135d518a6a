package io.udpscope.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The home directory of who runs this, behind sudo, too: there HOME may be root's (sudo(8)). */
public final class OperatorHome {
  /** Where passwd(5) keeps them. */
  public static final Path USERS = Path.of("/etc/passwd");

  private static final int HOME_FIELD = 5;

  private final Map<String, String> environment;
  private final Path users;

  /**
   * @param users in the form of passwd(5)
   */
  public OperatorHome(Map<String, String> environment, Path users) {
    this.environment = environment;
    this.users = users;
  }

  /** Empty where it is not known. */
  public Optional<Path> find() {
    Optional<String> user = set("SUDO_USER");
    return user.isPresent() ? homeOf(user.get()) : set("HOME").map(Path::of);
  }

  private Optional<Path> homeOf(String user) {
    try {
      for (String line : Files.readAllLines(users)) {
        String[] fields = line.split(":", -1);
        if (fields[0].equals(user) && fields.length > HOME_FIELD && !fields[HOME_FIELD].isEmpty()) {
          return Optional.of(Path.of(fields[HOME_FIELD]));
        }
      }
    } catch (IOException e) {
      // Nobody is known then.
    }
    return Optional.empty();
  }

  private Optional<String> set(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
