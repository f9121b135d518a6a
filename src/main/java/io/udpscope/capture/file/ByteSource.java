package io.udpscope.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Where a file's bytes come from. */
interface ByteSource extends Closeable {
  /**
   * Reads some bytes, at least one if there are any and the buffer has room.
   *
   * @param position of the first one, from the beginning; where {@link #isSeekable()} is false, not
   *     before the end of what was read
   * @return how many; -1 at the end
   */
  int read(ByteBuffer into, long position) throws IOException;

  /** Any position can be read at any time; what is so once may cease to be, never begin. */
  boolean isSeekable();

  /** Why not, of what was to be; a clause for people. */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /** Bytes that there are, or, of what is not seekable, that have come so far. */
  long size() throws IOException;
}
