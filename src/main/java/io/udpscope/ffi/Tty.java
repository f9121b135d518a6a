package io.udpscope.ffi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A terminal by its descriptor. Each call is one system call and safe from any thread; a buffer
 * belongs to one instance, so reads are for one thread at a time.
 */
public final class Tty implements AutoCloseable {
  /** How many columns and rows; 0 where the terminal does not know. */
  public record Size(int columns, int rows) {}

  private static final long TIOCGWINSZ = 0x5413;
  private static final int TCSANOW = 0;

  /** {@code struct termios} of the C library: flags, then characters, then speeds. */
  private static final int TERMIOS_BYTES = 60;

  private static final int INPUT_FLAGS = 0;
  private static final int OUTPUT_FLAGS = 4;
  private static final int CONTROL_FLAGS = 8;
  private static final int LOCAL_FLAGS = 12;
  private static final int MINIMUM = 17 + 6; // c_cc[VMIN]
  private static final int TIME = 17 + 5; // c_cc[VTIME]

  // What cfmakeraw(3) takes away.
  private static final int RAW_INPUT = 01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000;
  private static final int RAW_OUTPUT = 01;
  private static final int RAW_LOCAL = 0100000 | 010 | 0100 | 02 | 01;
  private static final int CHARACTER_SIZE = 060;
  private static final int EIGHT_BITS = 060;

  private final int fd;
  private final boolean owned;
  private final ByteBuffer input = NativeMemory.allocate(4096);
  private final ByteBuffer pollfd = NativeMemory.allocate(Libc.POLLFD_BYTES);

  private Tty(int fd, boolean owned) {
    this.fd = fd;
    this.owned = owned;
  }

  /** A descriptor that stays open when this is closed: 0, 1 or 2. */
  public static Tty of(int fd) {
    return new Tty(fd, false);
  }

  /**
   * The process's controlling terminal.
   *
   * @throws IOException if it has none
   */
  public static Tty controlling() throws IOException {
    int fd = Libc.open("/dev/tty", Libc.O_RDWR | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new IOException("/dev/tty: " + Errno.text(Libc.errno()));
    }
    return new Tty(fd, true);
  }

  public boolean isTerminal() {
    return Libc.isatty(fd) == 1;
  }

  /**
   * @throws IOException if it is no terminal, or hung up
   */
  public Size size() throws IOException {
    ByteBuffer winsize = NativeMemory.allocate(8);
    check(Libc.ioctl(fd, TIOCGWINSZ, winsize), "size");
    return new Size(winsize.getShort(2) & 0xffff, winsize.getShort(0) & 0xffff);
  }

  /** The modes as they are, for {@link #restore}: a {@code struct termios}. */
  public byte[] modes() throws IOException {
    ByteBuffer termios = NativeMemory.allocate(TERMIOS_BYTES);
    check(Libc.tcgetattr(fd, termios), "modes");
    byte[] modes = new byte[TERMIOS_BYTES];
    termios.get(0, modes);
    return modes;
  }

  /** At once, without waiting for output to drain. */
  public void restore(byte[] modes) throws IOException {
    check(Libc.tcsetattr(fd, TCSANOW, NativeMemory.of(modes)), "restore");
  }

  /** What {@code cfmakeraw(3)} makes of those modes: every key comes at once and as it is. */
  public static byte[] raw(byte[] modes) {
    ByteBuffer termios = NativeMemory.of(modes);
    clear(termios, INPUT_FLAGS, RAW_INPUT);
    clear(termios, OUTPUT_FLAGS, RAW_OUTPUT);
    clear(termios, LOCAL_FLAGS, RAW_LOCAL);
    clear(termios, CONTROL_FLAGS, CHARACTER_SIZE | 0400);
    termios.putInt(CONTROL_FLAGS, termios.getInt(CONTROL_FLAGS) | EIGHT_BITS);
    termios.put(MINIMUM, (byte) 1).put(TIME, (byte) 0);
    byte[] raw = new byte[TERMIOS_BYTES];
    termios.get(0, raw);
    return raw;
  }

  private static void clear(ByteBuffer termios, int at, int flags) {
    termios.putInt(at, termios.getInt(at) & ~flags);
  }

  /**
   * Waits for input.
   *
   * @param timeoutMs -1 for ever
   * @return whether a read would give something, be it the end
   */
  public boolean await(int timeoutMs) throws IOException {
    pollfd.putInt(0, fd).putShort(Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
    int ready = Libc.poll(pollfd, 1, timeoutMs);
    if (ready < 0 && Libc.errno() != Errno.EINTR) {
      throw failure("poll");
    }
    return ready > 0;
  }

  /**
   * Reads what is there, waiting for the first byte.
   *
   * @return how many bytes; 0 if a signal came between; -1 at the end: the terminal hung up
   */
  public int read(byte[] into) throws IOException {
    input.limit(Math.min(into.length, input.capacity()));
    long count = Libc.read(fd, input.slice());
    if (count < 0) {
      if (Libc.errno() == Errno.EINTR || Libc.errno() == Errno.EAGAIN) {
        return 0;
      }
      throw failure("read");
    }
    input.clear().get(0, into, 0, (int) count);
    return count == 0 ? -1 : (int) count;
  }

  private void check(int result, String what) throws IOException {
    if (result < 0) {
      throw failure(what);
    }
  }

  private static IOException failure(String what) {
    return new IOException("terminal: " + what + ": " + Errno.text(Libc.errno()));
  }

  @Override
  public void close() {
    if (owned) {
      Libc.close(fd);
    }
  }
}
