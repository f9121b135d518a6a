package io.udpscope.capture.file;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Finds out what a file is, by what it contains, and how to get at its bytes. */
final class Opening {
  private Opening() {}

  /**
   * What was opened.
   *
   * @param file whose position says how much was taken, if the bytes come out of it in order
   */
  record Opened(ByteSource source, Optional<FileChannel> file) {}

  /**
   * @param spool the directory where what is packed is kept unpacked, so that it can be read again
   */
  static Opened file(Path path, Optional<Path> spool) throws IOException {
    try {
      if (Files.isDirectory(path)) {
        throw new CaptureFileException("it is a directory");
      }
      return Files.isRegularFile(path)
          ? regular(FileChannel.open(path, StandardOpenOption.READ), spool)
          : stream(Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw new CaptureFileException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new CaptureFileException("there is no permission to read it", e);
    } catch (FileSystemException e) {
      throw new CaptureFileException("it cannot be opened: " + e.getReason(), e);
    }
  }

  private static Opened regular(FileChannel channel, Optional<Path> spool) throws IOException {
    try {
      ByteBuffer first = ByteBuffer.allocate(2);
      channel.read(first, 0);
      if (!GzipBytes.begins(first.get(0) & 0xff, first.get(1) & 0xff)) {
        return new Opened(new ChannelBytes(channel), Optional.empty());
      }
      InputStream unpacked = GzipBytes.unpacking(Channels.newInputStream(channel));
      StreamBytes stream = new StreamBytes(unpacked);
      ByteSource source = spool.isPresent() ? spooled(stream, spool.get()) : stream;
      return new Opened(source, Optional.of(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static ByteSource spooled(StreamBytes stream, Path directory) {
    try {
      return new SpooledBytes(stream, SpoolFile.in(directory));
    } catch (IOException e) {
      return new SpooledBytes(stream, e.getMessage());
    }
  }

  /** Bytes that come once, packed or not. */
  static Opened stream(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(new Unasked(in));
    buffered.mark(2);
    boolean packed = GzipBytes.begins(buffered.read(), buffered.read());
    buffered.reset();
    InputStream unpacked = packed ? GzipBytes.unpacking(buffered) : buffered;
    return new Opened(new StreamBytes(unpacked), Optional.empty());
  }

  /**
   * Never says how many bytes there are: the stream of a pipe's channel seeks to find that out, and
   * fails.
   */
  private static final class Unasked extends FilterInputStream {
    Unasked(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }

  /** Recognises the format by the first four bytes. */
  static PacketFormat format(Window window) throws IOException {
    int magic = window.holds(0, 4) ? (int) window.u32(0) : 0;
    return switch (magic) {
      case PcapFormat.MICROSECONDS_MAGIC, PcapFormat.NANOSECONDS_MAGIC -> {
        yield PcapFormat.open(window, ByteOrder.BIG_ENDIAN);
      }
      case PcapFormat.MICROSECONDS_SWAPPED, PcapFormat.NANOSECONDS_SWAPPED -> {
        yield PcapFormat.open(window, ByteOrder.LITTLE_ENDIAN);
      }
      case PcapngFormat.SECTION_HEADER_BLOCK -> PcapngFormat.open(window);
      default -> throw new CaptureFileException(FirstBytes.reason(first(window)));
    };
  }

  private static byte[] first(Window window) throws IOException {
    int count = FirstBytes.COUNT;
    while (!window.holds(0, count)) {
      count = (int) Math.min(count - 1, window.fileEnd());
    }
    byte[] first = new byte[count];
    window.bytes().get(0, first);
    return first;
  }
}
