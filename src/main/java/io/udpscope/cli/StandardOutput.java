package io.udpscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output, unbuffered, that knows a reader who has gone from a write that failed. */
final class StandardOutput extends OutputStream {
  /** The reader of the pipe has gone: no failure, but the end of the work. */
  static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedException(IOException cause) {
      super(cause);
    }
  }

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /** Whether a person is there to look at it. */
  static boolean isTerminal() {
    String target = target();
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      // A pipe or a socket has no other way to fail, and the text of the error is in any language.
      if (target().startsWith("pipe:") || target().startsWith("socket:")) {
        throw new ClosedException(e);
      }
      throw e;
    }
  }

  private static String target() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
