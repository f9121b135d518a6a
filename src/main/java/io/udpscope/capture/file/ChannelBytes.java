package io.udpscope.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A regular file. Read, not mapped: a file that is cut short while it is open ends there, and a
 * mapping would end the process.
 */
final class ChannelBytes implements ByteSource {
  private final FileChannel channel;

  ChannelBytes(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return channel.read(into, position);
  }

  @Override
  public boolean isSeekable() {
    return true;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
