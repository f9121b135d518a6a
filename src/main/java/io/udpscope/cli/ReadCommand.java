package io.udpscope.cli;

import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.FilePackets;
import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.ReadOptions;
import io.udpscope.cli.option.Values;
import io.udpscope.cli.output.Pipe;
import io.udpscope.cli.output.StandardOutput;
import io.udpscope.model.PlainText;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
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
  private Runnable idle = () -> {};

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
      int code = show(packets);
      warn(packets);
      return code;
    }
  }

  private int show(FilePackets packets) throws IOException {
    if (drawsScreen()) {
      return new FileScreen(packets, options).run();
    }
    FilePrinter printer = new FilePrinter(packets, options, out, err, end::isRequested);
    idle = printer::flushNow;
    try {
      printer.run();
      return ExitCode.DONE;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      idle = () -> {};
    }
  }

  /** Of a pipe, nobody knows when the next packet comes, and a screen could not wait for it. */
  private boolean drawsScreen() {
    return !options.prints()
        && !options.isStandardInput()
        && Files.isRegularFile(path())
        && StandardOutput.isTerminal();
  }

  private FilePackets open() throws IOException {
    if (options.isStandardInput()) {
      return new FilePackets(pipe(new FileInputStream(FileDescriptor.in)));
    }
    if (Files.exists(path()) && !Files.isRegularFile(path()) && !Files.isDirectory(path())) {
      return new FilePackets(pipe(new FileInputStream(options.name())));
    }
    return new FilePackets(
        drawsScreen()
            ? CaptureFile.open(path(), options.snaplen(), options.spool())
            : CaptureFile.open(path(), options.snaplen()));
  }

  private Path path() {
    return Values.path(options.name(), options.name());
  }

  /** A signal has to end the command also while it waits for packets. */
  private CaptureFile pipe(FileInputStream input) throws IOException {
    Pipe pipe = new Pipe(input.getChannel(), () -> idle.run());
    end.onRequest(() -> close(pipe));
    return CaptureFile.of(Channels.newInputStream(pipe), options.snaplen());
  }

  private static void close(Pipe pipe) {
    try {
      pipe.close();
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
    err.println("udpscope: warning: " + PlainText.of(line));
  }
}
