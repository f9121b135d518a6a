package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;

import io.udpscope.ui.StrictTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A terminal of 80 columns by 24 rows at the end of a line that carries so many bytes a second,
 * with buffers in front of it that take a minute's worth, as ssh and a pty have them.
 */
final class SlowLine implements AutoCloseable {
  private static final int PIECES_A_SECOND = 20;
  private static final byte[] READY = "\u001b[0n".getBytes(StandardCharsets.US_ASCII);

  private final Process process;
  private final int bytesPerPiece;
  private final StrictTerminal terminal = new StrictTerminal(80, 24, false);
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final AtomicReference<String> screen = new AtomicReference<>("");
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong arrived = new AtomicLong();
  private final Thread reader = new Thread(this::read, "slow line");
  private int answered;

  /**
   * @param command without commas
   */
  SlowLine(TmuxSession.Starter starter, String command, int bytesPerSecond) throws IOException {
    bytesPerPiece = bytesPerSecond / PIECES_A_SECOND;
    ProcessBuilder builder =
        new ProcessBuilder(
            "setpriv",
            "--pdeathsig",
            "KILL",
            "socat",
            "STDIO",
            "EXEC:" + command + ",pty,setsid,ctty,rawer");
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("TERM", "xterm");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = starter.start(builder);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] piece = new byte[bytesPerPiece];
    try (InputStream in = process.getInputStream()) {
      int length = in.read(piece);
      while (length >= 0) {
        held.write(piece, 0, length);
        show();
        arrived.addAndGet(length);
        TimeUnit.MILLISECONDS.sleep(1000 / PIECES_A_SECOND);
        length = in.read(piece);
      }
    } catch (IOException | InterruptedException e) {
      // It is over.
    } catch (AssertionError e) {
      failure.set(e);
    }
  }

  /** As far as what has come is whole characters and sequences. */
  private void show() throws IOException {
    byte[] bytes = held.toByteArray();
    int end = bytes.length;
    int from = Math.max(0, end - 16);
    for (int i = from; i < end; i++) {
      boolean torn =
          new String(bytes, i, bytes.length - i, StandardCharsets.ISO_8859_1)
              .matches("\r|\u001b|\u001b\\[[0-9;?]*|[\u00c0-\u00df]|[\u00e0-\u00ff].?");
      if (torn) {
        end = i;
      }
    }
    terminal.write(bytes, end);
    held.reset();
    held.write(bytes, end, bytes.length - end);
    screen.set(terminal.text());
    while (answered < terminal.questions()) {
      answered++;
      send(READY);
    }
  }

  private synchronized void send(byte[] bytes) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  void type(String keys) throws IOException {
    send(keys.getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits until a line of the screen matches, and returns how many bytes came meanwhile. */
  long waitFor(String line) {
    long before = arrived.get();
    try {
      waitUntil(
          line,
          () -> {
            if (failure.get() != null) {
              throw new AssertionError(failure.get());
            }
            return screen.get().lines().anyMatch(one -> one.matches(line));
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the screen:\n" + screen.get(), e);
    }
    return arrived.get() - before;
  }

  /** Waits for the end, and returns how many bytes came until then. */
  long waitForEnd() {
    long before = arrived.get();
    waitUntil("the line ends", () -> !reader.isAlive());
    return arrived.get() - before;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
