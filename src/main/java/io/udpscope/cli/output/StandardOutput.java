package io.udpscope.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output, unbuffered, that knows a reader who has gone from a write that failed. */
public final class StandardOutput extends OutputStream {
  /** The reader of the pipe has gone: no failure, but the end of the work. */
  public static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ClosedException(IOException cause) {
      super(cause);
    }
  }

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  /** {@code S_IFMT} and some of what it masks, of linux/stat.h. */
  private static final int FILE_TYPE = 0170000;

  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /** Whether a person is there to look at it. */
  public static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(DESCRIPTOR).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
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
      if (isPipe(DESCRIPTOR)) {
        throw new ClosedException(e);
      }
      throw e;
    }
  }

  /** Whether writing there fails once somebody has stopped to read. */
  static boolean isPipe(Path path) {
    try {
      int type = (int) Files.getAttribute(path, "unix:mode") & FILE_TYPE;
      return type == FIFO || type == SOCKET;
    } catch (IOException e) {
      return false;
    }
  }
}
