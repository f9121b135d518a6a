package io.udpscope.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A capture file of a gigabyte on the screen: until it stands there, is read, and is filtered. */
final class Reading {
  private static final int PACKETS = 10_000_000;
  private static final int QUICK_PACKETS = 1_000_000;
  private static final int FRAME_BYTES = 84;
  private static final int RECORD_BYTES = 16 + FRAME_BYTES;
  private static final int ETHERNET = 1;
  private static final int MICROSECONDS_MAGIC = 0xa1b2c3d4;
  private static final int START_SECONDS = 1_795_169_730;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);
  private static final String FILTER = "udp port 53 and src net 10.0.0.0/8";

  private Reading() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    int packets = quick ? QUICK_PACKETS : PACKETS;
    try (Scratch scratch = new Scratch()) {
      Path file = scratch.directory().resolve("capture.pcap");
      write(file, packets);
      try (LiveSession session = new LiveSession("read", file.toString())) {
        measure(report, session, packets);
        session.quit();
      }
    }
  }

  private static void measure(Report report, LiveSession session, int packets)
      throws IOException, InterruptedException {
    String all = String.format(Locale.ROOT, "%,d", packets);
    long start = session.startNanos();
    double first = session.nanosUntilShown("▸", start, PATIENCE) / 1e9;
    report.add(Figure.absolute("read: to the first packets", "s", first, 1));
    double read = session.nanosUntilShown("file · " + all, start, PATIENCE) / 1e9;
    report.add(Figure.absolute("read: until all is read", "s", read, Double.NaN));
    long typed = System.nanoTime();
    session.type("/" + FILTER + "\r");
    double page = session.nanosUntilShown("of " + all + " shown", typed, PATIENCE) / 1e9;
    report.add(Figure.absolute("read: filter, first page", "s", page, 1));
    double found = session.nanosUntilShown("of " + all + " shown · filter", typed, PATIENCE) / 1e9;
    report.add(Figure.absolute("read: filter, all", "s", found, Double.NaN));
    double peak = session.mebibytes("VmHWM");
    report.add(Figure.absolute("read: resident memory, peak", "MiB", peak, Double.NaN));
  }

  /** One datagram in a hundred is one that the filter accepts, the first one among them. */
  static void write(Path file, int packets) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MICROSECONDS_MAGIC).putShort((short) 2).putShort((short) 4).putLong(0);
    header.putInt(65_535).putInt(ETHERNET);
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(8, FRAME_BYTES).putInt(12, FRAME_BYTES);
    ByteBuffer frame = record.slice(16, FRAME_BYTES).order(ByteOrder.BIG_ENDIAN);
    frame.putShort(12, (short) 0x0800).putShort(14, (short) 0x4500);
    frame.putShort(16, (short) (FRAME_BYTES - 14));
    frame.put(22, (byte) 64).put(23, (byte) 17).putInt(26, 0x0a000007).putInt(30, 0x0a000035);
    frame.putShort(38, (short) (FRAME_BYTES - 34));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(header.array());
      for (int i = 0; i < packets; i++) {
        record.putInt(0, START_SECONDS + i / 10_000).putInt(4, i % 10_000 * 100);
        frame.putShort(34, (short) (40_000 + i % 1000));
        frame.putShort(36, (short) (i % 100 == 0 ? 53 : 5005));
        out.write(record.array());
      }
    }
  }
}
