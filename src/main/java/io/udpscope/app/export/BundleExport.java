package io.udpscope.app.export;

import io.udpscope.capture.NewFile;
import io.udpscope.capture.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An incident bundle: texts, then the packets, in one .tar.gz. An archive wants to know how long a
 * file is before it begins, so the packets go into a file of their own first.
 */
final class BundleExport implements Export {
  private static final int CHUNK = 64 << 10;

  private final NewFile file;
  private final NewFile scratch;
  private final PacketsExport packets;
  private final TarWriter tar;
  private final byte[] chunk = new byte[CHUNK];
  private final String folder;
  private InputStream written;

  /** Fast before small: the agent has other things to do. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, CHUNK);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /**
   * @param scratch what {@code packets} writes into; goes when this ends
   * @param texts by their names
   */
  BundleExport(
      NewFile file,
      NewFile scratch,
      PacketsExport packets,
      Map<String, String> texts,
      long epochSeconds)
      throws IOException {
    this.file = file;
    this.scratch = scratch;
    this.packets = packets;
    this.folder = folder(file.path());
    tar = new TarWriter(new FastGzip(file.out()), epochSeconds);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      tar.add(folder + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What it unpacks into. */
  private static String folder(Path path) {
    String name = path.getFileName().toString().replaceFirst("\\.(tar\\.gz|tgz)$", "");
    String plain = name.replaceAll("[^0-9A-Za-z._-]", "_");
    return plain.substring(0, Math.min(60, plain.length())) + "/";
  }

  @Override
  public boolean advance(long sliceNanos) throws IOException {
    if (written == null) {
      if (packets.advance(sliceNanos)) {
        scratch.close();
        tar.begin(folder + "packets.pcapng", Files.size(scratch.path()));
        written = Files.newInputStream(scratch.path());
      }
      return false;
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < sliceNanos) {
      int length = written.read(chunk);
      if (length < 0) {
        tar.close();
        file.close();
        dropScratch();
        return true;
      }
      tar.write(chunk, 0, length);
    }
    return false;
  }

  private void dropScratch() throws IOException {
    if (written != null) {
      written.close();
    }
    scratch.remove();
  }

  @Override
  public String progress() {
    return written == null
        ? CaptureFileExport.counted(packets.packets()) + " so far"
        : "all " + CaptureFileExport.counted(packets.packets()) + ", being packed";
  }

  @Override
  public String summary() {
    return "wrote a bundle with "
        + CaptureFileExport.counted(packets.packets())
        + " to "
        + file.path()
        + CaptureFileExport.evicted(packets);
  }

  @Override
  public String abandon() {
    try {
      dropScratch();
    } catch (IOException e) {
      scratch.remove();
    }
    file.remove();
    return "nothing was kept of it";
  }
}
