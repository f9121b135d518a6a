package io.udpscope.capture.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A pipe, or what is unpacked on the way: each byte once, in order. */
final class StreamBytes implements ByteSource {
  private static final int PIECE_BYTES = 64 << 10;

  private final InputStream in;
  private final byte[] piece = new byte[PIECE_BYTES];
  private long come;

  StreamBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    while (come < position) {
      if (take((int) Math.min(piece.length, position - come)) < 0) {
        return -1;
      }
    }
    int read = take(Math.min(piece.length, into.remaining()));
    if (read > 0) {
      into.put(piece, 0, read);
    }
    return read;
  }

  private int take(int most) throws IOException {
    int read = in.read(piece, 0, most);
    come += Math.max(read, 0);
    return read;
  }

  @Override
  public boolean isSeekable() {
    return false;
  }

  @Override
  public long size() {
    return come;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
