package io.udpscope.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A stream whose bytes can be read again, as they are kept in a file on the way. Where that takes
 * no more of them, they come once from then on, as without it.
 */
final class SpooledBytes implements ByteSource {
  private static final int STEP_BYTES = 64 << 10;

  private final StreamBytes stream;
  private final ByteBuffer passedOver = ByteBuffer.allocateDirect(STEP_BYTES);
  private Optional<SpoolFile> spool;
  private Optional<String> refusal = Optional.empty();

  SpooledBytes(StreamBytes stream, SpoolFile spool) {
    this.stream = stream;
    this.spool = Optional.of(spool);
  }

  /**
   * @param refusal why there is no file to keep them in
   */
  SpooledBytes(StreamBytes stream, String refusal) {
    this.stream = stream;
    this.spool = Optional.empty();
    this.refusal = Optional.of(refusal);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (spool.isPresent() && position < spool.get().size()) {
      return spool.get().read(into, position);
    }
    while (spool.isPresent() && stream.size() < position) {
      long missing = position - stream.size();
      passedOver.clear().limit((int) Math.min(STEP_BYTES, missing));
      if (take(passedOver) < 0) {
        return -1;
      }
    }
    return spool.isPresent() ? take(into) : stream.read(into, position);
  }

  /** The next ones of the stream, which are kept. */
  private int take(ByteBuffer into) throws IOException {
    int from = into.position();
    int read = stream.read(into, stream.size());
    if (read > 0) {
      keep(into.duplicate().limit(into.position()).position(from));
    }
    return read;
  }

  private void keep(ByteBuffer bytes) throws IOException {
    try {
      spool.orElseThrow().append(bytes);
    } catch (IOException e) {
      refusal = Optional.of(e.getMessage());
      spool.orElseThrow().close();
      spool = Optional.empty();
    }
  }

  @Override
  public boolean isSeekable() {
    return spool.isPresent();
  }

  /** Why they cannot be read again, or not any more. */
  @Override
  public Optional<String> refusal() {
    return refusal;
  }

  @Override
  public long size() {
    return stream.size();
  }

  @Override
  public void close() throws IOException {
    try {
      if (spool.isPresent()) {
        spool.get().close();
      }
    } finally {
      stream.close();
    }
  }
}
