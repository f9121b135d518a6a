package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * RTCP (RFC 3550, 6): what a datagram's packets are, who sent it, and of the first report how much
 * was lost: {@code SR, SDES ssrc 0f2e3d4c lost 3 % jitter 120}.
 */
public final class RtcpDecoder implements ProtocolDecoder {
  private static final int FIRST_TYPE = 200;
  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final int GOODBYE = 203;
  private static final int HEADER = 8;
  private static final int SENDER_INFO = 20;
  private static final int REPORT = 24;
  private static final String[] TYPES = {"SR", "RR", "SDES", "BYE", "APP", "RTPFB", "PSFB", "XR"};
  private static final int MAX_SHOWN = 6;

  @Override
  public int[] ports() {
    return new int[] {5005};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || !isPacket(payload, 0)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64);
    int shown = 0;
    for (int at = 0; isPacket(payload, at) && shown < MAX_SHOWN; at = end(payload, at)) {
      text.append(shown == 0 ? "" : ", ").append(TYPES[payload.u8(at + 1) - FIRST_TYPE]);
      shown++;
    }
    text.append(" ssrc ");
    HexText.append(text, payload.number(4, 4), 8);
    appendLoss(text, payload);
    return Optional.of(new Summary("rtcp", text.toString()));
  }

  /** Version 2, a type that is in use, and a length within the datagram. */
  private static boolean isPacket(Payload payload, int at) {
    return payload.holds(at, 4)
        && payload.u8(at) >> 6 == 2
        && payload.u8(at + 1) >= FIRST_TYPE
        && payload.u8(at + 1) < FIRST_TYPE + TYPES.length
        && end(payload, at) <= payload.claimed();
  }

  private static int end(Payload payload, int at) {
    return at + 4 + 4 * payload.u16(at + 2);
  }

  private static int firstReport(int type, int at) {
    return type == SENDER_REPORT ? at + HEADER + SENDER_INFO : at + HEADER;
  }

  private static void appendLoss(StringBuilder text, Payload payload) {
    int type = payload.u8(1);
    int report = firstReport(type, 0);
    boolean reports = type <= RECEIVER_REPORT && (payload.u8(0) & 0x1f) > 0;
    if (reports && report + REPORT <= end(payload, 0) && payload.holds(report, REPORT)) {
      text.append(" lost ").append(percent(payload.u8(report + 4)));
      text.append(" jitter ").append(payload.u32(report + 12));
    }
  }

  private static String percent(long partOf256) {
    return (partOf256 * 100 + 128) / 256 + " %";
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    int at = 0;
    for (; isPacket(payload, at) && !tree.isFull(); at = end(payload, at)) {
      String name = TYPES[payload.u8(at + 1) - FIRST_TYPE];
      int end = end(payload, at);
      tree.open(name, at, end - at, (payload.u8(at) & 0x1f) + " items");
      tree.read("version", at, 1, first -> Long.toString(first >> 6));
      tree.number("type", at + 1, 1);
      tree.read("length", at + 2, 2, words -> (4 * words + 4) + " bytes");
      content(tree, payload, at, end);
      tree.close();
    }
    return tree.rest("rest", at).fields();
  }

  private static void content(FieldTree tree, Payload payload, int at, int end) {
    int type = payload.u8(at + 1);
    int items = payload.u8(at) & 0x1f;
    if (type == SOURCE_DESCRIPTION) {
      descriptions(tree, payload, at + 4, end);
      return;
    }
    if (type == GOODBYE) {
      for (int i = 0; i < items && at + 8 + 4 * i <= end; i++) {
        tree.hex("ssrc", at + 4 + 4 * i, 4);
      }
      return;
    }
    if (at + HEADER > end) {
      return;
    }
    tree.hex("ssrc", at + 4, 4);
    if (type <= RECEIVER_REPORT) {
      if (type == SENDER_REPORT && at + HEADER + SENDER_INFO <= end) {
        tree.read("ntp time", at + 8, 8, NtpDecoder::time).number("rtp time", at + 16, 4);
        tree.number("packets sent", at + 20, 4).number("bytes sent", at + 24, 4);
      }
      reports(tree, firstReport(type, at), items, end);
    } else {
      tree.bytes("content", at + HEADER, end - at - HEADER);
    }
  }

  private static void reports(FieldTree tree, int first, int items, int end) {
    int at = first;
    for (int i = 0; i < items && at + REPORT <= end; i++, at += REPORT) {
      tree.open("report", at, REPORT, "").hex("ssrc", at, 4);
      tree.read("lost lately", at + 4, 1, RtcpDecoder::percent);
      tree.read("lost in all", at + 5, 3, lost -> Long.toString(lost << 40 >> 40));
      tree.number("highest sequence", at + 8, 4).number("jitter", at + 12, 4);
      tree.hex("last SR", at + 16, 4);
      tree.read("since last SR", at + 20, 4, delay -> delay * 1000 / 65536 + " ms").close();
    }
  }

  /** Chunks of a source and its items, each chunk filled up to four bytes by zeros. */
  private static void descriptions(FieldTree tree, Payload payload, int from, int end) {
    int at = from;
    while (at + 4 <= end && payload.holds(at, 5) && !tree.isFull()) {
      tree.hex("ssrc", at, 4);
      at += 4;
      while (at + 2 <= end && payload.holds(at, 2) && payload.u8(at) != 0) {
        int length = payload.u8(at + 1);
        tree.text(payload.u8(at) == 1 ? "cname" : "item " + payload.u8(at), at + 2, length);
        at += 2 + length;
      }
      at = (at + 4) & ~3;
    }
  }
}
