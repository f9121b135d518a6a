package io.udpscope.cli.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/**
 * What comes out of a descriptor, read from its start to its end: its channel without places to
 * seek, which a pipe refuses. Closing it, from any thread, ends a read that waits.
 *
 * @param before each read, which may wait
 */
public record Pipe(FileChannel channel, Runnable before) implements ReadableByteChannel {
  @Override
  public int read(ByteBuffer into) throws IOException {
    before.run();
    return channel.read(into);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
