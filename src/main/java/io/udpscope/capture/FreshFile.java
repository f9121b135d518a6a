package io.udpscope.capture;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import java.io.IOException;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Makes files that were not there, for their owner alone. The directory may be one whose other
 * users lie in wait: no link is followed, and it is the open file that is given away, not what
 * bears its name by then.
 */
final class FreshFile {
  private static final Set<OpenOption> NOT_THERE_YET =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private static final int OWNER_ALONE_MODE = 0600;

  private FreshFile() {}

  /**
   * @param owner who is to have it, if that is not this process's user
   * @throws FileAlreadyExistsException if something bears that name, be it a link to nowhere
   * @throws IOException if it cannot be made, or not be given away; then nothing of it stays
   */
  static FileChannel make(Path path, Optional<NewFile.Owner> owner) throws IOException {
    return owner.isPresent()
        ? makeFor(owner.get(), path)
        : FileChannel.open(path, NOT_THERE_YET, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
  }

  /** A channel does not tell its descriptor, so that one is had of the descriptor instead. */
  private static FileChannel makeFor(NewFile.Owner owner, Path path) throws IOException {
    int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
    int fd = Libc.open(path.toString(), flags, OWNER_ALONE_MODE);
    if (fd < 0) {
      throw failure(path, Libc.errno());
    }
    Path open = Path.of("/proc/self/fd", String.valueOf(fd));
    try {
      FileChannel channel = FileChannel.open(open, StandardOpenOption.WRITE);
      if (Libc.fchown(fd, owner.user(), owner.group()) == 0) {
        return channel;
      }
      FileSystemException refused = failure(path, Libc.errno());
      channel.close();
      throw refused;
    } catch (IOException e) {
      unlink(path, open);
      throw e;
    } finally {
      Libc.close(fd);
    }
  }

  /** Takes the name away, if it still is that of the open file. */
  private static void unlink(Path path, Path open) throws IOException {
    Object made = Files.readAttributes(open, BasicFileAttributes.class).fileKey();
    if (made.equals(key(path))) {
      Files.delete(path);
    }
  }

  /** Device and inode of what bears a name, which may be a link. */
  static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static FileSystemException failure(Path path, int errno) {
    String name = path.toString();
    return switch (errno) {
      case Errno.EEXIST -> new FileAlreadyExistsException(name);
      case Errno.ENOENT -> new NoSuchFileException(name);
      case Errno.EACCES -> new AccessDeniedException(name);
      default -> new FileSystemException(name, null, Libc.errorText(errno));
    };
  }
}
