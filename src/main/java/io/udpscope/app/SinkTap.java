package io.udpscope.app;

import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** A tap whose packets all go to a sink. The agent's. */
final class SinkTap {
  private static final int BATCH = 4096;
  private static final long LAST_LOOK_NANOS = 1_000_000_000;

  private final Tap tap;
  private final PacketSink sink;
  private final Consumer<String> failed;
  private boolean closed;

  private SinkTap(Tap tap, PacketSink sink, Consumer<String> failed) {
    this.tap = tap;
    this.sink = sink;
    this.failed = failed;
  }

  /**
   * @param failed told once what went wrong, if something does; the sink is closed then
   * @throws UncheckedIOException if there is no such sink to be had
   */
  static SinkTap open(
      Datapath datapath, TapOptions options, PacketSink.Source source, Consumer<String> failed) {
    Tap tap = datapath.openTap(options);
    try {
      return new SinkTap(tap, source.open(datapath), failed);
    } catch (IOException e) {
      tap.close();
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Hands the sink a batch.
   *
   * @return whether there may be more
   */
  boolean write() {
    if (closed) {
      return false;
    }
    try {
      int read = tap.read(this::accept, BATCH);
      if (read < BATCH) {
        sink.flush();
      }
      return read == BATCH;
    } catch (UncheckedIOException e) {
      lose(e.getCause());
    } catch (IOException e) {
      lose(e);
    }
    return false;
  }

  private void accept(ByteBuffer buffer, int offset, int length) {
    try {
      sink.accept(buffer, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lose(IOException cause) {
    failed.accept(failure(cause));
    close(); // what a file says that cannot be written to is said already
  }

  /**
   * Writes what came before the end, and closes. Traffic goes on, so this has an end, too.
   *
   * @return what went wrong with closing it
   */
  Optional<String> finish() {
    long start = System.nanoTime();
    boolean more = write();
    while (more && System.nanoTime() - start < LAST_LOOK_NANOS) {
      more = write();
    }
    return close();
  }

  private Optional<String> close() {
    if (closed) {
      return Optional.empty();
    }
    closed = true;
    long lost = tap.counters().lost();
    tap.close();
    try {
      sink.close(lost);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(failure(e));
    }
  }

  private static String failure(IOException cause) {
    return "writing packets to the file failed: " + cause.getMessage();
  }
}
