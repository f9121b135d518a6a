package io.udpscope.capture.file;

import java.util.HexFormat;

/** Tells by its first bytes what a file is that is not read, and what to do about it. */
final class FirstBytes {
  /** So many are looked at. */
  static final int COUNT = 16;

  private enum Known {
    ZSTD("28b52ffd", "it is packed with zstd: unpack it with zstd -d"),
    LZ4("04224d18", "it is packed with lz4: unpack it with lz4 -d"),
    XZ("fd377a585a00", "it is packed with xz: unpack it with xz -d"),
    BZIP2("425a68", "it is packed with bzip2: unpack it with bzip2 -d"),
    ZIP("504b0304", "it is a zip archive: unpack it with unzip"),
    GZIP("1f8b", "it is packed with gzip twice: unpack it once with gzip -d"),
    KUZNETZOV("a1b2cd34", modified("Kuznetzov's")),
    KUZNETZOV_SWAPPED("34cdb2a1", modified("Kuznetzov's")),
    MESQUITA("a1b234cd", modified("Mesquita's")),
    MESQUITA_SWAPPED("cd34b2a1", modified("Mesquita's")),
    NAVTEL("a12b3c4d", modified("Navtel's")),
    NAVTEL_SWAPPED("4d3c2ba1", modified("Navtel's")),
    IXIA("1c0001ac", modified("Ixia's")),
    IXIA_SWAPPED("ac01001c", modified("Ixia's")),
    IXIA_SOFTWARE("1c0001ab", modified("Ixia's")),
    IXIA_SOFTWARE_SWAPPED("ab01001c", modified("Ixia's")),
    SNOOP("736e6f6f70000000", converted("a file of snoop")),
    NETWORK_MONITOR_1("52545353", converted("a file of Network Monitor")),
    NETWORK_MONITOR("474d4255", converted("a file of Network Monitor"));

    private final byte[] bytes;
    private final String reason;

    Known(String hex, String reason) {
      bytes = HexFormat.of().parseHex(hex);
      this.reason = reason;
    }

    private static String modified(String whose) {
      return converted(whose + " variant of pcap");
    }

    private static String converted(String what) {
      return "it is " + what + ", which is not read: editcap -F pcapng IN OUT makes one that is";
    }

    boolean begins(byte[] first) {
      for (int i = 0; i < bytes.length; i++) {
        if (i >= first.length || first[i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private FirstBytes() {}

  /**
   * Why a file that begins so is not read.
   *
   * @param first {@link #COUNT} bytes, fewer if the file has no more
   */
  static String reason(byte[] first) {
    if (first.length == 0) {
      return "it is empty";
    }
    for (Known known : Known.values()) {
      if (known.begins(first)) {
        return known.reason;
      }
    }
    if (isText(first)) {
      return "it is text, and no capture file: pcap and pcapng are read";
    }
    String hex = HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.min(4, first.length));
    return "it begins with " + hex + ", as no capture file does: pcap and pcapng are read";
  }

  private static boolean isText(byte[] first) {
    for (byte one : first) {
      boolean space = one == '\t' || one == '\n' || one == '\r';
      if (!space && (one < ' ' || one > '~')) {
        return false;
      }
    }
    return true;
  }
}
