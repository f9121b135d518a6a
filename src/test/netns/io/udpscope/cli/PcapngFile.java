package io.udpscope.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a pcapng file of ours, read by somebody who knows nothing of how they are written
 * (draft-ietf-opsawg-pcapng). A file that does not consist of whole blocks is an {@link
 * AssertionError}.
 */
final class PcapngFile {
  static final int SECTION = 0x0a0d0d0a;
  static final int INTERFACE = 1;
  static final int STATISTICS = 5;
  static final int PACKET = 6;

  private static final int DROPPED = 5;
  private static final int HEADERS = 42;

  final List<Integer> types = new ArrayList<>();
  final List<String> payloads = new ArrayList<>();
  long dropped;

  private PcapngFile() {}

  static PcapngFile read(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.nativeOrder());
    PcapngFile file = new PcapngFile();
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      if (bytes.remaining() < 12 || bytes.getInt(start + 4) > bytes.remaining()) {
        throw new AssertionError(path + " ends within the block at byte " + start);
      }
      int length = bytes.getInt(start + 4);
      if (bytes.getInt(start + length - 4) != length) {
        throw new AssertionError(path + ": the block at byte " + start + " has two lengths");
      }
      file.add(bytes.getInt(start), bytes.slice(start + 8, length - 12).order(bytes.order()));
      bytes.position(start + length);
    }
    return file;
  }

  private void add(int type, ByteBuffer body) {
    types.add(type);
    if (type == PACKET) {
      int captured = body.getInt(12);
      byte[] payload = new byte[captured - HEADERS];
      body.get(20 + HEADERS, payload);
      payloads.add(new String(payload, StandardCharsets.UTF_8).strip());
    } else if (type == STATISTICS) {
      addDropped(body.position(12));
    }
  }

  private void addDropped(ByteBuffer options) {
    while (options.hasRemaining()) {
      int code = options.getShort();
      int length = options.getShort();
      if (code == DROPPED) {
        dropped += options.getLong(options.position());
      }
      options.position(options.position() + (length + 3) / 4 * 4);
    }
  }

  /** Begins and ends as a file does that was closed in order, on one interface. */
  boolean isWhole() {
    int last = types.size() - 1;
    return last >= 2
        && types.get(0) == SECTION
        && types.get(1) == INTERFACE
        && types.subList(2, last).stream().allMatch(type -> type == PACKET)
        && types.get(last) == STATISTICS;
  }
}
