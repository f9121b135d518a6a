package io.udpscope.decode;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** NTP (RFC 5905): version, mode, and a server's stratum. By its port only: it has no shape. */
public final class NtpDecoder implements ProtocolDecoder {
  private static final int HEADER = 48;
  private static final int REFERENCE = 12;
  private static final int UNSYNCHRONISED = 3;
  private static final int SERVER = 4;
  private static final int BROADCAST = 5;
  private static final String[] MODES = {
    "",
    "symmetric active",
    "symmetric passive",
    "client",
    "server",
    "broadcast",
    "control",
    "private"
  };

  private static final String[] LEAPS = {
    "no warning", "last minute has 61 s", "last minute has 59 s", "unsynchronised"
  };

  /** Seconds from 1970 to 1900, and to 2036, when the seconds begin again. */
  private static final long ERA_0 = -2_208_988_800L;

  private static final long ERA_1 = ERA_0 + (1L << 32);

  @Override
  public int[] ports() {
    return new int[] {123};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (!expected || payload.length() < 4) {
      return Optional.empty();
    }
    int version = payload.u8(0) >> 3 & 7;
    int mode = payload.u8(0) & 7;
    boolean timed = mode <= BROADCAST;
    if (version < 1 || version > 4 || mode == 0 || timed && payload.claimed() < HEADER) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(32).append('v').append(version);
    text.append(' ').append(MODES[mode]);
    if (mode == SERVER || mode == BROADCAST) {
      appendQuality(text, payload);
    }
    return Optional.of(new Summary("ntp", text.toString()));
  }

  /** With stratum 0 the reference says why there is no service: {@code RATE} (RFC 5905, 7.4). */
  private static void appendQuality(StringBuilder text, Payload payload) {
    int stratum = payload.u8(1);
    if (stratum == 0 && payload.holds(REFERENCE, 4)) {
      text.append(" kiss of death ").append(payload.text(REFERENCE, REFERENCE + 4).strip());
      return;
    }
    text.append(" stratum ").append(stratum);
    if (payload.u8(0) >> 6 == UNSYNCHRONISED) {
      text.append(" unsynchronised");
    }
  }

  /** RFC 5905, 7.3. */
  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    tree.read("leap", 0, 1, first -> LEAPS[(int) first >> 6]);
    tree.read("version", 0, 1, first -> Long.toString(first >> 3 & 7));
    tree.read("mode", 0, 1, first -> FieldTree.withNumber(MODES[(int) first & 7], first & 7));
    if ((payload.u8(0) & 7) > BROADCAST) {
      return tree.rest("message", 1).fields();
    }
    tree.read("stratum", 1, 1, NtpDecoder::stratum);
    tree.read("poll", 2, 1, power -> seconds((byte) power));
    tree.read("precision", 3, 1, power -> seconds((byte) power));
    tree.read("root delay", 4, 4, NtpDecoder::shortFormat);
    tree.read("root dispersion", 8, 4, NtpDecoder::shortFormat);
    reference(tree, payload);
    tree.read("reference time", 16, 8, NtpDecoder::time);
    tree.read("origin time", 24, 8, NtpDecoder::time);
    tree.read("receive time", 32, 8, NtpDecoder::time);
    tree.read("transmit time", 40, 8, NtpDecoder::time);
    return tree.rest("extensions and code", HEADER).fields();
  }

  private static String stratum(long stratum) {
    String name =
        stratum == 0 ? "kiss of death" : stratum == 1 ? "primary" : stratum > 15 ? "unknown" : "";
    return FieldTree.withNumber(name, stratum);
  }

  /** A clock's name below a stratum of 2, else the server that the server follows. */
  private static void reference(FieldTree tree, Payload payload) {
    if (payload.u8(1) < 2) {
      tree.text("reference", REFERENCE, 4);
    } else {
      tree.address("reference", REFERENCE, 4);
    }
  }

  private static String seconds(int powerOfTwo) {
    return powerOfTwo >= 0 && powerOfTwo < 32
        ? (1L << powerOfTwo) + " s"
        : String.format(Locale.ROOT, "%.9f s", Math.pow(2, powerOfTwo));
  }

  /** 16 bits of seconds and 16 of their fraction. */
  private static String shortFormat(long value) {
    return String.format(Locale.ROOT, "%.6f s", value / 65536.0);
  }

  /** Seconds from 1900, or from 2036 where the first bit is 0 (RFC 4330, 3), and their fraction. */
  static String time(long value) {
    if (value == 0) {
      return "not set";
    }
    long seconds = value >>> 32;
    long epoch = seconds < 0x8000_0000L ? ERA_1 + seconds : ERA_0 + seconds;
    long nanos = (value & 0xffff_ffffL) * 1_000_000_000L >>> 32;
    return Instant.ofEpochSecond(epoch, nanos).toString();
  }
}
