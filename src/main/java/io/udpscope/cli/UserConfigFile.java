package io.udpscope.cli;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operator's own config file, behind sudo, too. */
final class UserConfigFile {
  private static final int HOME_FIELD = 5;

  private final Map<String, String> environment;
  private final Path users;

  /**
   * @param users in the form of passwd(5)
   */
  UserConfigFile(Map<String, String> environment, Path users) {
    this.environment = environment;
    this.users = users;
  }

  /** Where it is, if it is there. Directories: XDG Base Directory Specification 0.8. */
  Optional<Path> find() {
    Optional<Path> directory =
        set("XDG_CONFIG_HOME").map(Path::of).or(() -> home().map(home -> home.resolve(".config")));
    return directory
        .map(one -> one.resolve("udpscope").resolve("config.yaml"))
        .filter(file -> file.isAbsolute() && Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Its bytes, and no more of them than {@code most}.
   *
   * <p>An error quotes what it finds, and sudo may let somebody start this program who may not read
   * every file: so it has to be a file of that user's, and no link.
   *
   * @throws IOException also if it is not that user's
   */
  byte[] read(Path file, int most) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var in = Channels.newInputStream(Files.newByteChannel(file, options))) {
      Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Optional<String> user = set("SUDO_UID");
      if (user.isPresent() && !user.get().equals(owner.toString())) {
        throw new IOException("it is not " + set("SUDO_USER").orElse("that user") + "'s own");
      }
      return in.readNBytes(most);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private Optional<Path> home() {
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
