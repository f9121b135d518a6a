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
 * A file that was not there before, for its owner alone. The directory may be one whose other users
 * lie in wait: no link is followed, and it is the open file that is given away, not what bears its
 * name by then.
 *
 * @param key its device and inode
 */
record FreshFile(FileChannel channel, Object key) {
  private static final Set<OpenOption> NOT_THERE_YET =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private static final int OWNER_ALONE_MODE = 0600;

  /**
   * @param owner who is to have it, if that is not this process's user
   * @throws FileAlreadyExistsException if something bears that name, be it a link to nowhere
   * @throws IOException if it cannot be made, or its owner cannot have it: then nothing of it stays
   */
  static FreshFile make(Path path, Optional<NewFile.Owner> owner) throws IOException {
    if (owner.isPresent()) {
      return makeFor(owner.get(), path);
    }
    FileChannel channel =
        FileChannel.open(path, NOT_THERE_YET, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    return new FreshFile(channel, keyOf(path));
  }

  /** A channel does not tell its descriptor, so that one is had of the descriptor instead. */
  private static FreshFile makeFor(NewFile.Owner owner, Path path) throws IOException {
    int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
    int fd = Libc.open(path.toString(), flags, OWNER_ALONE_MODE);
    if (fd < 0) {
      throw failure(path, Libc.errno());
    }
    try {
      Path open = Path.of("/proc/self/fd", String.valueOf(fd));
      Object key = Files.readAttributes(open, BasicFileAttributes.class).fileKey();
      FileChannel channel = FileChannel.open(open, StandardOpenOption.WRITE);
      if (Libc.fchown(fd, owner.user(), owner.group()) == 0) {
        return new FreshFile(channel, key);
      }
      FileSystemException refused = failure(path, Libc.errno());
      channel.close();
      unlink(path, key);
      throw refused;
    } finally {
      Libc.close(fd);
    }
  }

  /** Takes a name away, if it still is that of the file with this key. */
  static void unlink(Path path, Object key) throws IOException {
    if (key.equals(keyOf(path))) {
      Files.delete(path);
    }
  }

  /** Device and inode of what bears a name, which may be a link. */
  static Object keyOf(Path path) throws IOException {
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
