package io.udpscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root writes where others may write, too, and lay traps. */
@Tag("bpf")
class NewFileTest {
  private static final int STRANGER = 65532;
  private static final Optional<NewFile.Owner> CALLER =
      Optional.of(new NewFile.Owner(65534, 65533));

  @TempDir Path directory;
  private Path shared;
  private Path secret;

  @BeforeEach
  void layOut() throws IOException {
    shared = Files.createDirectory(directory.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    secret = Files.writeString(directory.resolve("secret"), "root's");
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    Path path = shared.resolve("new");
    try (NewFile file = NewFile.create(path, false, CALLER)) {
      file.out().write(new byte[10]);
    }
    assertThat(path).hasSize(10);
    assertThat(user(path)).isEqualTo(65534);
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(65533);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  /** Somebody puts another file into its place before it is given away. */
  @Test
  void givesAwayNoFileButItsOwn() throws Exception {
    Path path = shared.resolve("bait");
    Path trap = shared.resolve("trap");
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker = new Thread(() -> replace(path, trap, over));
    attacker.start();
    try {
      for (int i = 0; i < 500; i++) {
        Files.deleteIfExists(path);
        Files.deleteIfExists(trap);
        Files.createLink(trap, secret);
        try (NewFile made = NewFile.createIfAbsent(path, CALLER).orElse(null)) {
          assertThat(user(secret)).as("owner, after making %s", made).isZero();
        }
      }
    } finally {
      over.set(true);
      attacker.join();
    }
  }

  private static void replace(Path path, Path trap, AtomicBoolean over) {
    while (!over.get()) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.move(trap, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          Thread.onSpinWait(); // it has been put there already
        }
      }
    }
  }

  @Test
  void takesAwayNoFileButItsOwn() throws IOException {
    Path path = shared.resolve("new");
    NewFile.create(path, false, CALLER).remove();
    assertThat(path).doesNotExist();
    NewFile file = NewFile.create(path, false, CALLER);
    Files.createLink(shared.resolve("trap"), secret);
    Files.move(shared.resolve("trap"), path, StandardCopyOption.REPLACE_EXISTING);
    file.remove();
    assertThat(path).hasContent("root's");
  }

  @Test
  void makesNothingWhereALinkStands() throws IOException {
    Path nowhere = Files.createSymbolicLink(shared.resolve("link"), directory.resolve("made"));
    assertThat(NewFile.createIfAbsent(nowhere, CALLER)).isEmpty();
    assertThatThrownBy(() -> NewFile.create(nowhere, false, CALLER))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(nowhere + " exists");
    assertThat(directory.resolve("made")).doesNotExist();
  }

  @Test
  void beginsNoFileAnewThatAStrangersLinkLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(shared.resolve("link"), secret);
    give(link, STRANGER);
    assertRefused(link, "somebody else's, where everybody may write: not touched");
    give(link, CALLER.orElseThrow().user());
    NewFile.createOrOpen(link, CALLER).close();
    assertThat(secret).isEmptyFile();
    assertThat(user(secret)).isZero();
  }

  @Test
  void beginsNoFileAnewThatAStrangerLaidThere() throws IOException {
    Path theirs = Files.writeString(shared.resolve("theirs"), "theirs");
    give(theirs, STRANGER);
    assertRefused(theirs, "somebody else's, where everybody may write: not touched");
    assertThat(theirs).hasContent("theirs");
  }

  @Test
  void beginsNoFileAnewThatHasAnotherName() throws IOException {
    Path link = Files.createLink(shared.resolve("link"), secret);
    assertRefused(link, "has another name, where everybody may write: not touched");
  }

  @Test
  void aDirectoryOfOnesOwnHasNoTraps() throws IOException {
    Path theirs = Files.writeString(directory.resolve("theirs"), "theirs");
    give(theirs, STRANGER);
    NewFile.createOrOpen(theirs, Optional.empty()).close();
    assertThat(theirs).isEmptyFile();
    assertThat(user(theirs)).isEqualTo(STRANGER);
  }

  @Test
  void saysWhyItCannotBeMade() {
    Path path = directory.resolve("absent").resolve("new");
    assertThatThrownBy(() -> NewFile.createOrOpen(path, CALLER))
        .isInstanceOf(IOException.class)
        .hasMessage(path + ": there is no such directory");
  }

  private void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> NewFile.createOrOpen(path, CALLER))
        .isInstanceOf(IOException.class)
        .hasMessage(path + ": " + reason);
    assertThat(secret).hasContent("root's");
  }

  private static int user(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static void give(Path path, int user) throws IOException {
    Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
  }
}
