package io.udpscope.capture;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is written from its beginning. One that was not there before is for its owner alone:
 * what is in packets is nobody else's. Under sudo it belongs to who called that. What goes wrong is
 * an {@link IOException} whose message is a sentence with the file's name in it.
 */
public final class NewFile implements AutoCloseable {
  /** Whose files are to be, by number. */
  public record Owner(int user, int group) {
    /** From {@code SUDO_UID} and {@code SUDO_GID}; empty if they are not there, or no numbers. */
    public static Optional<Owner> of(Map<String, String> environment) {
      String user = environment.get("SUDO_UID");
      String group = environment.get("SUDO_GID");
      try {
        return user == null || group == null
            ? Optional.empty()
            : Optional.of(new Owner(Integer.parseInt(user), Integer.parseInt(group)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** It may be a link to what is not there. */
  private static final Set<OpenOption> ANEW =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final Path path;
  private final FileChannel channel;
  private final Optional<Object> made;

  /**
   * @param made device and inode of what was not there before
   */
  private NewFile(Path path, FileChannel channel, Optional<Object> made) {
    this.path = path;
    this.channel = channel;
    this.made = made;
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
      return make(path, owner);
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }

  /** Makes it; empty if something of that name is there, which is left alone. */
  public static Optional<NewFile> createIfAbsent(Path path, Optional<Owner> owner)
      throws IOException {
    try {
      return Optional.of(make(path, owner));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }

  /**
   * Makes it, or begins anew what is there, whosever that is: a file, a device, or a pipe, whose
   * reader is waited for. What others laid into a directory where everybody may write is refused.
   */
  public static NewFile createOrOpen(Path path, Optional<Owner> owner) throws IOException {
    Optional<NewFile> absent = createIfAbsent(path, owner);
    if (absent.isPresent()) {
      return absent.get();
    }
    try {
      SharedDirectory.check(path, owner);
      return new NewFile(path, FileChannel.open(path, ANEW), Optional.empty());
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }

  private static NewFile make(Path path, Optional<Owner> owner) throws IOException {
    FreshFile fresh = FreshFile.make(path, owner);
    return new NewFile(path, fresh.channel(), Optional.of(fresh.key()));
  }

  public Path path() {
    return path;
  }

  /** Takes the bytes; a failure is a sentence, too. */
  public OutputStream out() {
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
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

  /** Device and inode of what was made. */
  Object key() {
    return made.orElseThrow();
  }

  /** There was none before. */
  public boolean isMade() {
    return made.isPresent();
  }

  /**
   * Takes back what was written behind this length, in bytes.
   *
   * @throws IOException if it is a device or a pipe, which keeps what it has
   */
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  /** Takes away what was made: it is of no use. What bears its name by now may be another. */
  public void remove() {
    try {
      channel.close();
      if (made.isPresent()) {
        FreshFile.unlink(path, made.get());
      }
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
    return path + ": " + reason(failure);
  }

  /** {@code No space left on device}. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    boolean known = failure instanceof FileSystemException one && one.getReason() != null;
    return known ? ((FileSystemException) failure).getReason() : failure.getMessage();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IOException(sentence(path, e), e);
    }
  }
}
