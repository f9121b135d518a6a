package io.udpscope.capture;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that was not there before, for its owner alone: what is in packets is nobody else's. Under
 * sudo it belongs to who called that. What goes wrong is an {@link IOException} whose message is a
 * sentence with the file's name in it.
 */
public final class NewFile implements AutoCloseable {
  /** Whose files are to be, by number. */
  public record Owner(int user, int group) {
    /** From {@code SUDO_UID} and {@code SUDO_GID}; empty if they are not there, or no numbers. */
    public static Optional<Owner> of(Optional<String> user, Optional<String> group) {
      try {
        return user.isEmpty() || group.isEmpty()
            ? Optional.empty()
            : Optional.of(new Owner(Integer.parseInt(user.get()), Integer.parseInt(group.get())));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final OutputStream out;

  private NewFile(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /**
   * Makes it, or refuses to touch what is there.
   *
   * @param overwrite a file of that name may go; anything else but a file may not
   */
  public static NewFile create(Path path, boolean overwrite, Optional<Owner> owner)
      throws IOException {
    try {
      if (overwrite && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(path);
      }
      // As O_EXCL: it follows no link, and nothing can come in between.
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
      NewFile file = new NewFile(path, Files.newOutputStream(path, StandardOpenOption.WRITE));
      if (owner.isPresent()) {
        file.give(owner.get());
      }
      return file;
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }

  private void give(Owner owner) throws IOException {
    try {
      Files.setAttribute(path, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      remove();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /** Takes the bytes; a failure is a sentence, too. */
  public OutputStream out() {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        try {
          out.write(bytes, from, length);
        } catch (IOException e) {
          throw new IOException(sentence(path, e), e);
        }
      }
    };
  }

  /** Takes away what stands there: it is of no use. */
  public void remove() {
    try {
      out.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      return; // nothing more can be done for it
    }
  }

  /** {@code packets.pcapng: No space left on device}. */
  private static String sentence(Path path, IOException failure) {
    if (failure instanceof FileAlreadyExistsException) {
      return path + " exists: a ! in front of its name overwrites it";
    }
    if (failure instanceof NoSuchFileException) {
      return path + ": there is no such directory";
    }
    if (failure instanceof AccessDeniedException) {
      return path + ": permission denied";
    }
    boolean known = failure instanceof FileSystemException one && one.getReason() != null;
    return path
        + ": "
        + (known ? ((FileSystemException) failure).getReason() : failure.getMessage());
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }
}
