package io.udpscope.capture.file;

import io.udpscope.model.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The options of a block: each a code and a length of 16 bits and a value that fills up words of 32
 * bits. What does not fit the block ends them, and what is not known is stepped over.
 */
final class PcapngOptions {
  private static final int END = 0;
  private static final int HEADER_BYTES = 4;

  private static final int COMMENT = 1;
  private static final int PACKET_FLAGS = 2;
  private static final int PACKET_DROP_COUNT = 4;
  private static final int PACKET_VERDICT = 7;
  private static final int DIRECTION_MASK = 3;
  private static final int VERDICT_BYTES = 9;

  private static final int INTERFACE_NAME = 2;
  private static final int INTERFACE_TIME_RESOLUTION = 9;
  private static final int INTERFACE_TIME_OFFSET = 14;
  private static final int MAX_NAME = 128;

  private final Window window;
  private final AnnotationReader annotations = new AnnotationReader();
  private Optional<String> name = Optional.empty();
  private int resolution;
  private long offsetSeconds;

  PcapngOptions(Window window) {
    this.window = window;
  }

  /** Those between two places of the file, of an enhanced packet block or an obsolete one. */
  void readPacket(RawPacket packet, long from, long end) {
    Annotation verdict = Annotation.NONE;
    for (long at = from; isOption(at, end); at = next(at)) {
      long value = at + HEADER_BYTES;
      int length = window.u16(at + 2);
      switch (window.u16(at)) {
        case COMMENT -> comment(packet, value, length);
        case PACKET_FLAGS -> {
          packet.direction = length == 4 ? (int) window.u32(value) & DIRECTION_MASK : 0;
        }
        case PACKET_DROP_COUNT -> {
          packet.lostBefore = length == 8 ? window.s64(value) : 0;
        }
        case PACKET_VERDICT -> {
          if (length == VERDICT_BYTES) {
            verdict = AnnotationReader.verdict(window.u8(value), window.s64(value + 1));
          }
        }
        default -> {}
      }
    }
    if (packet.annotation == Annotation.NONE) {
      packet.annotation = verdict;
    }
  }

  private void comment(RawPacket packet, long value, int length) {
    if (packet.annotation == Annotation.NONE) {
      packet.annotation = annotations.comment(window.bytes(), window.index(value), length);
    }
  }

  /** Those of an interface description block. */
  void readInterface(long from, long end) {
    name = Optional.empty();
    resolution = TimeScale.MICROSECONDS.exponent();
    offsetSeconds = 0;
    for (long at = from; isOption(at, end); at = next(at)) {
      long value = at + HEADER_BYTES;
      int length = window.u16(at + 2);
      switch (window.u16(at)) {
        case INTERFACE_NAME -> name = text(value, length);
        case INTERFACE_TIME_RESOLUTION -> {
          resolution = length == 1 ? window.u8(value) : resolution;
        }
        case INTERFACE_TIME_OFFSET -> {
          offsetSeconds = length == 8 ? window.s64(value) : offsetSeconds;
        }
        default -> {}
      }
    }
  }

  Optional<String> name() {
    return name;
  }

  TimeScale resolution() {
    return TimeScale.of(resolution, offsetSeconds);
  }

  private boolean isOption(long at, long end) {
    return at + HEADER_BYTES <= end
        && window.u16(at) != END
        && at + HEADER_BYTES + window.u16(at + 2) <= end;
  }

  private long next(long at) {
    return at + HEADER_BYTES + (window.u16(at + 2) + 3 & ~3);
  }

  /** Nothing in it may reach a terminal as anything but text. */
  private Optional<String> text(long value, int length) {
    byte[] bytes = new byte[Math.min(length, MAX_NAME)];
    window.bytes().get(window.index(value), bytes);
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    String shown = PlainText.of(text).strip();
    return shown.isEmpty() ? Optional.empty() : Optional.of(shown);
  }
}
