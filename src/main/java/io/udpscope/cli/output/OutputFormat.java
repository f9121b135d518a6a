package io.udpscope.cli.output;

import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Locale;

/** What {@code test} and {@code read} write to standard output. */
public enum OutputFormat {
  TEXT,
  JSON,
  HEX,
  PCAPNG;

  /**
   * @param snaplen bytes kept of each frame
   */
  public PacketOutput on(OutputStream out, OutputLook look, int snaplen) {
    ZoneId zone = ZoneId.systemDefault();
    boolean color = look.color() && this == TEXT && StandardOutput.isTerminal();
    return switch (this) {
      case TEXT -> new TextOutput(new LineFormat(zone, look.hexDump(), color, look.ascii()), out);
      case JSON -> new TextOutput(new JsonFormat(), out);
      case HEX -> new TextOutput(new HexDumpFormat(zone), out);
      case PCAPNG -> new PcapngOutput(out, snaplen);
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
