package io.udpscope.ui.terminal;

import io.udpscope.ffi.TerminalCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The terminal that the session runs in, and the way back to how it was found. {@link #restore} is
 * for any thread, a shutdown hook's among them; it does no more than write bytes and set
 * attributes. The rest is the UI thread's, but for {@link #ring}.
 */
public final class Tty {
  /** The alternate screen, cleared; no cursor. */
  private static final byte[] ENTER = bytes("\u001b[?1049h\u001b[2J\u001b[H\u001b[?25l");

  /**
   * Plain letters, the cursor, and the screen that was there before; an empty one where there is no
   * alternate screen, as in GNU screen by default.
   */
  private static final byte[] LEAVE = bytes("\u001b[0m\u001b[2J\u001b[H\u001b[?25h\u001b[?1049l");

  private static final Path SELF = Path.of("/proc/self/stat");
  private static final int GROUP_FIELD = 2;
  private static final int FOREGROUND_FIELD = 5;

  private static final int PATIENCE_MS = 300;

  private static final int STANDARD_INPUT = 0;
  private static final int STANDARD_OUTPUT = 1;

  private final int input;
  private final int output;
  private final int bell;
  private final byte[] found;
  private final TerminalCalls.Waiter waiter;
  private final ReentrantLock modeLock = new ReentrantLock();
  private final byte[] bellBytes = new byte[8];
  private volatile TerminalGuard guard;
  private volatile boolean raw;
  private volatile boolean closed;
  private volatile boolean expectsAnswer;

  private Tty(int input, int output, byte[] found) {
    this.input = input;
    this.output = output;
    this.found = found;
    this.bell = TerminalCalls.openBell();
    this.waiter = new TerminalCalls.Waiter(List.of(input, bell));
  }

  /**
   * Finds the terminal and changes nothing yet. Standard input may be something else; then keys
   * come from the process's own terminal.
   *
   * @throws NoTerminalException if there is none that a screen can be drawn on
   */
  public static Tty open(String term) {
    if (!TerminalCalls.isTerminal(STANDARD_OUTPUT)) {
      throw new NoTerminalException(
          "the live session draws a screen, and standard output is no terminal;"
              + " for scripts there is \"udpscope test\"");
    }
    if (term == null || term.isEmpty() || term.equals("dumb")) {
      throw new NoTerminalException(
          "the live session draws a screen, and TERM="
              + (term == null ? "" : term)
              + " cannot show one; set TERM to what the terminal is, or use \"udpscope test\"");
    }
    int input = STANDARD_INPUT;
    if (!TerminalCalls.isTerminal(STANDARD_INPUT)) {
      input = TerminalCalls.openControllingTerminal();
    }
    byte[] modes = input < 0 ? null : TerminalCalls.modes(input);
    if (modes == null) {
      throw new NoTerminalException(
          "the live session takes keys, and there is no terminal to take them from;"
              + " for scripts there is \"udpscope test\"");
    }
    return new Tty(input, STANDARD_OUTPUT, modes);
  }

  /** Raw mode and the alternate screen. Nothing once {@link #close} was called. */
  public void enter() {
    modeLock.lock();
    try {
      if (!closed && !raw) {
        raw = true;
        TerminalCalls.setModes(input, TerminalCalls.raw(found));
        TerminalCalls.write(output, ENTER, ENTER.length);
        if (guard != null) {
          guard.ours();
        }
      }
    } finally {
      modeLock.unlock();
    }
  }

  /** Has the terminal put back also if this process is killed; once the first frame is drawn. */
  public void guard() {
    modeLock.lock();
    try {
      if (raw && guard == null) {
        guard = TerminalGuard.start();
        guard.ours();
      }
    } finally {
      modeLock.unlock();
    }
  }

  /** Raw mode and the alternate screen once more, whatever was done to the terminal meanwhile. */
  public void enterAgain() {
    modeLock.lock();
    try {
      raw = false; // for nobody but enter(): to whoever restores meanwhile it is not so
      enter();
    } finally {
      modeLock.unlock();
    }
  }

  /**
   * How it was found. Twice is as good as once. Does not wait for a terminal that takes no bytes,
   * as at the end of a dead link: a frame may be stuck there, and the process has to end all the
   * same.
   */
  public void restore() {
    boolean alone = acquire();
    try {
      if (raw) {
        raw = false;
        if (alone && TerminalCalls.isWritable(output, PATIENCE_MS)) {
          TerminalCalls.write(output, LEAVE, LEAVE.length);
        }
        if (isForeground()) {
          // Else the shell has set them, and they are its own.
          if (expectsAnswer) {
            TerminalCalls.setModesAndDiscardInput(input, found);
          } else {
            TerminalCalls.setModes(input, found);
          }
        }
        if (guard != null) {
          guard.restored();
        }
      }
    } finally {
      if (alone) {
        modeLock.unlock();
      }
    }
  }

  private boolean acquire() {
    try {
      return modeLock.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The terminal was asked something; its answer is nobody else's to read. */
  public void expectAnswer(boolean expected) {
    expectsAnswer = expected;
  }

  /** Restores for good: whoever is still drawing draws no more. */
  public void close() {
    closed = true;
    restore();
  }

  /**
   * Writes bytes of a frame, in one call.
   *
   * @return false if the terminal is gone
   */
  boolean write(byte[] bytes, int length) {
    modeLock.lock();
    try {
      return !raw || TerminalCalls.write(output, bytes, length);
    } finally {
      modeLock.unlock();
    }
  }

  /**
   * Whether the terminal is this job's. After a SIGCONT without the shell's fg it is the shell's:
   * to read from it or to set it then would stop the process once more (termios(3), SIGTTIN and
   * SIGTTOU).
   */
  public boolean isForeground() {
    try {
      String stat = Files.readString(SELF);
      // proc_pid_stat(5): the name may hold anything, so the fields are counted behind its bracket.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      String foreground = fields[FOREGROUND_FIELD];
      return foreground.equals(fields[GROUP_FIELD]) || foreground.equals("-1");
    } catch (IOException e) {
      return true;
    }
  }

  /** Columns and rows; 80 and 24 where the terminal does not say. */
  public int[] size() {
    int[] size = TerminalCalls.size(output);
    return size == null ? new int[] {80, 24} : size;
  }

  /** Stops the foreground job that we are part of, as Ctrl-Z does outside of raw mode. */
  public void stopJob() {
    TerminalCalls.stopJob();
  }

  /** Sleeps until a key is pressed, the bell is rung or a signal arrives, or the time is over. */
  public void await(int timeoutMillis) {
    waiter.await(timeoutMillis);
  }

  public boolean hasInput() {
    return waiter.isReady(0);
  }

  /** Whether the bell was rung since the last time. */
  public boolean takeBell() {
    return waiter.isReady(1) && TerminalCalls.read(bell, bellBytes) > 0;
  }

  /**
   * @return bytes read, 0 or less if the terminal is gone
   */
  public int read(byte[] into) {
    return TerminalCalls.read(input, into);
  }

  /** Wakes whoever is in {@link #await}. From any thread. */
  public void ring() {
    TerminalCalls.ring(bell);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
