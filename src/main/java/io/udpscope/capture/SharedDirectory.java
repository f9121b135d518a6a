package io.udpscope.capture;

import io.udpscope.ffi.Libc;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/**
 * A directory where everybody may write, such as {@code /tmp}: what stands there under the name of
 * a file that root is about to write may be a trap, a link to a file of root's. Refused is what the
 * kernel refuses, too, where {@code fs.protected_symlinks}, {@code protected_hardlinks} and {@code
 * protected_regular} are on (Documentation/admin-guide/sysctl/fs.rst), which is not everywhere.
 */
final class SharedDirectory {
  private SharedDirectory() {}

  /**
   * @param caller who may have files there besides this process's user and the directory's owner
   * @throws FileSystemException if the directory is such a one, and what is there is somebody
   *     else's, or a file that has another name besides
   */
  static void check(Path path, Optional<NewFile.Owner> caller) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null
        || !Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
      return;
    }
    Map<String, Object> there =
        Files.readAttributes(path, "unix:uid,nlink,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    int user = (int) there.get("uid");
    boolean ours =
        user == Libc.effectiveUser()
            || user == (int) Files.getAttribute(directory, "unix:uid")
            || caller.map(one -> one.user() == user).orElse(false);
    if (!ours) {
      throw new FileSystemException(
          path.toString(), null, "somebody else's, where everybody may write: not touched");
    }
    if ((boolean) there.get("isRegularFile") && (int) there.get("nlink") > 1) {
      throw new FileSystemException(
          path.toString(), null, "has another name, where everybody may write: not touched");
    }
  }
}
