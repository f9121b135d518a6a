package io.udpscope.cli;

import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.FilePackets;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * {@code udpscope read}: the packets of a file, on the screen or printed. Needs no privilege, and
 * nothing of the kernel's program.
 */
final class ReadCommand {
  private final ReadOptions options;
  private final OutputStream out;
  private final PrintStream err;
  private final OrderlyEnd end;

  ReadCommand(ReadOptions options, OutputStream out, PrintStream err, OrderlyEnd end) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.end = end;
  }

  /**
   * @return the exit code
   * @throws io.udpscope.capture.file.CaptureFileException if the file is none, or cannot be read
   */
  int run() throws IOException {
    try (FilePackets packets = open()) {
      new FilePrinter(packets, options, out, err, end::isRequested).run();
      warn(packets);
      return ExitCode.DONE;
    }
  }

  private FilePackets open() throws IOException {
    return new FilePackets(options.isStandardInput() ? standardInput() : file());
  }

  private CaptureFile file() throws IOException {
    try {
      return CaptureFile.open(Path.of(options.name()), options.snaplen());
    } catch (InvalidPathException e) {
      throw new UsageException(options.name() + ": no file can be called so in this locale");
    }
  }

  /** A channel, since closing it ends a read that waits: a signal has to end the command. */
  private CaptureFile standardInput() throws IOException {
    FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();
    end.onRequest(() -> close(channel));
    return CaptureFile.of(Channels.newInputStream(channel), options.snaplen());
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // What waits for it sees the end of it all the same.
    }
  }

  /** What of the file was not read. */
  private void warn(FilePackets packets) {
    for (String reason : packets.unread()) {
      warn(reason);
    }
    if (packets.ending().isPresent() && !end.isRequested()) {
      warn(packets.ending().get() + "; what came before is good");
    }
  }

  private void warn(String text) {
    String line = options.name() + ": " + text;
    err.println("udpscope: warning: " + line.replaceAll("\\p{Cntrl}", "?"));
  }
}
