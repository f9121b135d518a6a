package io.udpscope.cli.option;

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
  private final Map<String, String> environment;
  private final OperatorHome home;

  /**
   * @param users in the form of passwd(5)
   */
  UserConfigFile(Map<String, String> environment, Path users) {
    this.environment = environment;
    this.home = new OperatorHome(environment, users);
  }

  /** Where it is, if it is there. Directories: XDG Base Directory Specification 0.8. */
  Optional<Path> find() {
    Optional<Path> directory =
        set("XDG_CONFIG_HOME")
            .map(Path::of)
            .or(() -> home.find().map(one -> one.resolve(".config")));
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

  private Optional<String> set(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
