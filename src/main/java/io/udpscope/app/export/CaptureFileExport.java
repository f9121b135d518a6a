package io.udpscope.app.export;

import io.udpscope.capture.NewFile;
import java.io.IOException;
import java.util.Locale;

/** Packets in a pcapng file of their own. */
final class CaptureFileExport implements Export {
  private final NewFile file;
  private final PacketsExport packets;

  CaptureFileExport(NewFile file, PacketsExport packets) {
    this.file = file;
    this.packets = packets;
  }

  @Override
  public boolean advance(long sliceNanos) throws IOException {
    boolean done = packets.advance(sliceNanos);
    if (done) {
      file.close();
    }
    return done;
  }

  @Override
  public String progress() {
    return counted(packets.packets()) + " of " + String.format(Locale.ROOT, "%,d", packets.asked());
  }

  @Override
  public String summary() {
    return "wrote " + counted(packets.packets()) + " to " + file.path() + evicted(packets);
  }

  static String counted(long packets) {
    return String.format(Locale.ROOT, "%,d %s", packets, packets == 1 ? "packet" : "packets");
  }

  /** What nobody could write any more. */
  static String evicted(PacketsExport packets) {
    return packets.evicted() == 0
        ? ""
        : String.format(
            Locale.ROOT, "; %,d made room for newer ones before their turn", packets.evicted());
  }

  @Override
  public String abandon() {
    file.remove();
    return "nothing was kept of it";
  }
}
