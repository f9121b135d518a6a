package io.udpscope.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The calls that a terminal needs. One that fails gives -1, null or false: the terminal that is
 * spoken to may vanish at any time, and that is no exception. From any thread, but for {@link
 * Waiter}.
 */
public final class TerminalCalls {
  private static final long TIOCGWINSZ = 0x5413;
  private static final int TCSANOW = 0;
  private static final int TCSAFLUSH = 2;
  private static final int SIGTSTP = 20;
  private static final int POLLOUT = 4;

  /** {@code struct termios} of the C library: flags, then characters, then speeds. */
  private static final int TERMIOS_BYTES = 60;

  private static final int INPUT_FLAGS = 0;
  private static final int OUTPUT_FLAGS = 4;
  private static final int CONTROL_FLAGS = 8;
  private static final int LOCAL_FLAGS = 12;
  private static final int TIME = 17 + 5; // c_cc[VTIME]
  private static final int MINIMUM = 17 + 6; // c_cc[VMIN]

  // What cfmakeraw(3) takes away.
  private static final int RAW_INPUT = 01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000;
  private static final int RAW_OUTPUT = 01;
  private static final int RAW_LOCAL = 0100000 | 010 | 0100 | 02 | 01;
  private static final int CHARACTER_SIZE = 060;
  private static final int PARITY = 0400;
  private static final int EIGHT_BITS = 060;

  private TerminalCalls() {}

  public static boolean isTerminal(int fd) {
    return Libc.isatty(fd) == 1;
  }

  /** The process's own terminal, whatever its standard streams are; -1 if it has none. */
  public static int openControllingTerminal() {
    return Libc.open("/dev/tty", Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC);
  }

  /** The terminal's modes, a {@code struct termios}; null if it is gone. */
  public static byte[] modes(int fd) {
    ByteBuffer termios = NativeMemory.allocate(TERMIOS_BYTES);
    if (Libc.tcgetattr(fd, termios) < 0) {
      return null;
    }
    byte[] modes = new byte[TERMIOS_BYTES];
    termios.get(0, modes);
    return modes;
  }

  /** At once, without waiting for output to drain. */
  public static void setModes(int fd, byte[] modes) {
    Libc.tcsetattr(fd, TCSANOW, NativeMemory.of(modes));
  }

  /** As {@link #setModes}, and what has arrived and was not read is gone. */
  public static void setModesAndDiscardInput(int fd, byte[] modes) {
    Libc.tcsetattr(fd, TCSAFLUSH, NativeMemory.of(modes));
  }

  /**
   * What cfmakeraw(3) makes of those modes: every key arrives at once and as it is, those that
   * would send a signal included.
   */
  public static byte[] raw(byte[] modes) {
    byte[] raw = modes.clone();
    ByteBuffer termios = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    clear(termios, INPUT_FLAGS, RAW_INPUT);
    clear(termios, OUTPUT_FLAGS, RAW_OUTPUT);
    clear(termios, LOCAL_FLAGS, RAW_LOCAL);
    clear(termios, CONTROL_FLAGS, CHARACTER_SIZE | PARITY);
    termios.putInt(CONTROL_FLAGS, termios.getInt(CONTROL_FLAGS) | EIGHT_BITS);
    termios.put(MINIMUM, (byte) 1).put(TIME, (byte) 0);
    return raw;
  }

  private static void clear(ByteBuffer termios, int at, int flags) {
    termios.putInt(at, termios.getInt(at) & ~flags);
  }

  /** Columns and rows, or null where there is no telling. */
  public static int[] size(int fd) {
    ByteBuffer winsize = NativeMemory.allocate(8);
    if (Libc.ioctl(fd, TIOCGWINSZ, winsize) < 0) {
      return null;
    }
    int rows = winsize.getShort(0) & 0xffff;
    int columns = winsize.getShort(2) & 0xffff;
    return rows == 0 || columns == 0 ? null : new int[] {columns, rows};
  }

  /**
   * A counter that {@link #ring} raises and {@link #read} takes back: wakes a thread in poll(2).
   */
  public static int openBell() {
    return Libc.eventfd(Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
  }

  public static void ring(int bell) {
    Libc.write(bell, NativeMemory.allocate(Long.BYTES).putLong(0, 1), Long.BYTES);
  }

  /** Takes what is there, waiting for the first byte; how much it was, 0 or less at the end. */
  public static int read(int fd, byte[] into) {
    ByteBuffer buffer = NativeMemory.allocate(into.length);
    long count;
    do {
      count = Libc.read(fd, buffer);
    } while (count < 0 && Libc.errno() == Errno.EINTR);
    if (count > 0) {
      buffer.get(0, into, 0, (int) count);
    }
    return (int) count;
  }

  /**
   * Writes all of it, in one call unless the terminal takes less at a time.
   *
   * @return false if the terminal is gone
   */
  public static boolean write(int fd, byte[] bytes, int length) {
    ByteBuffer rest = NativeMemory.allocate(length).put(0, bytes, 0, length);
    while (rest.capacity() > 0) {
      long written = Libc.write(fd, rest, rest.capacity());
      if (written < 0 && Libc.errno() != Errno.EINTR && Libc.errno() != Errno.EAGAIN) {
        return false;
      }
      if (written > 0) {
        rest = rest.position((int) written).slice();
      }
    }
    return true;
  }

  /** Whether it takes bytes, or will within that time. */
  public static boolean isWritable(int fd, int timeoutMs) {
    ByteBuffer entry = NativeMemory.allocate(Libc.POLLFD_BYTES);
    entry.putInt(0, fd).putShort(Libc.POLLFD_EVENTS, (short) POLLOUT);
    return Libc.poll(entry, 1, timeoutMs) > 0;
  }

  /** Descriptors to wait for. Owns a little memory that poll(2) writes to; one thread's. */
  public static final class Waiter {
    private final int count;
    private final ByteBuffer entries;

    public Waiter(List<Integer> descriptors) {
      count = descriptors.size();
      entries = NativeMemory.allocate(count * Libc.POLLFD_BYTES);
      for (int i = 0; i < count; i++) {
        int entry = i * Libc.POLLFD_BYTES;
        entries.putInt(entry, descriptors.get(i));
        entries.putShort(entry + Libc.POLLFD_EVENTS, (short) Libc.POLLIN);
      }
    }

    /**
     * Sleeps until one of them has something, a signal arrives, or the time is over.
     *
     * @param timeoutMs -1 for ever
     */
    public void await(int timeoutMs) {
      for (int i = 0; i < count; i++) {
        entries.putShort(i * Libc.POLLFD_BYTES + Libc.POLLFD_REVENTS, (short) 0);
      }
      Libc.poll(entries, count, timeoutMs);
    }

    /** Descriptor {@code index} has bytes, or its other end is gone, which reading will show. */
    public boolean isReady(int index) {
      return entries.getShort(index * Libc.POLLFD_BYTES + Libc.POLLFD_REVENTS) != 0;
    }
  }

  /**
   * Stops the processes of this terminal's foreground job, ours among them, as Ctrl-Z does where
   * the terminal is not in raw mode: a shell or sudo that waits for us has to stop as well.
   */
  public static void stopJob() {
    Libc.kill(0, SIGTSTP);
  }
}
