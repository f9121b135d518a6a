package io.udpscope.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file on the disk that has no name, so that nothing stays of it, however the process ends. It
 * never takes the last of its file system: a tenth, or a gigabyte where that is less, is left.
 */
final class SpoolFile implements Closeable {
  /** Whoever else writes there has to be fast to fill the rest of it in between. */
  private static final long ASKED_EVERY_BYTES = 16 << 20;

  private static final long MOST_LEFT_BYTES = 1 << 30;
  private static final int LEFT_PART = 10;

  private static final Set<OpenOption> WITHOUT_NAME =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE); // on Unix it is deleted as soon as it is open

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** How much may still be written. */
  interface Room {
    /** Bytes; 0 or less: nothing more. */
    long bytes() throws IOException;
  }

  private final FileChannel channel;
  private final Path directory;
  private final Room room;
  private long size;
  private long granted;

  SpoolFile(FileChannel channel, Path directory, Room room) {
    this.channel = channel;
    this.directory = directory;
    this.room = room;
  }

  /**
   * @throws IOException if there can be none; the message is a clause for people
   */
  static SpoolFile in(Path directory) throws IOException {
    FileChannel channel = create(directory);
    try {
      FileStore store = Files.getFileStore(directory);
      if (store.type().equals("tmpfs") || store.type().equals("ramfs")) {
        throw new IOException(directory + " is in memory; TMPDIR names another");
      }
      long left = Math.min(MOST_LEFT_BYTES, store.getTotalSpace() / LEFT_PART);
      return new SpoolFile(channel, directory, () -> store.getUsableSpace() - left);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel create(Path directory) throws IOException {
    try {
      Path name = directory.resolve("udpscope-" + UUID.randomUUID());
      return FileChannel.open(name, WITHOUT_NAME, OWNER_ALONE);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no directory " + directory, e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "permission denied" : e.getReason();
      throw new IOException(directory + ": " + reason, e);
    }
  }

  /**
   * Adds all that remains in the buffer at the end.
   *
   * @throws IOException if there is no room for it; what was there before is still there
   */
  void append(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() > granted) {
      granted = Math.min(ASKED_EVERY_BYTES, room.bytes());
    }
    if (bytes.remaining() > granted) {
      throw new IOException(directory + " has no room for it; TMPDIR names another");
    }
    granted -= bytes.remaining();
    for (long at = size; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
      size = bytes.hasRemaining() ? size : at;
    }
  }

  int read(ByteBuffer into, long position) throws IOException {
    return channel.read(into, position);
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
