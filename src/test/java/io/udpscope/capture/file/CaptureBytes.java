package io.udpscope.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes files block by block as the drafts say, in either byte order, also such as are wrong. */
final class CaptureBytes {
  static final int PACKET = 6;
  static final int OBSOLETE = 2;

  private final ByteBuffer out;

  private CaptureBytes(ByteOrder order) {
    out = ByteBuffer.allocate(1 << 20).order(order);
  }

  static CaptureBytes pcap(ByteOrder order, boolean nanoseconds, int linkType) {
    CaptureBytes file = new CaptureBytes(order);
    file.out.putInt(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
    file.out.putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535).putInt(linkType);
    return file;
  }

  CaptureBytes packet(long seconds, int parts, byte[] frame, int length) {
    out.putInt((int) seconds).putInt(parts).putInt(frame.length).putInt(length).put(frame);
    return this;
  }

  static CaptureBytes pcapng(ByteOrder order) {
    return new CaptureBytes(order).section(order);
  }

  CaptureBytes section(ByteOrder order) {
    out.order(order);
    byte[] body = new byte[16];
    body(body).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
    return block(0x0a0d0d0a, body);
  }

  CaptureBytes block(int type, byte[] body) {
    int length = 12 + body.length;
    out.putInt(type).putInt(length).put(body).putInt(length);
    return this;
  }

  CaptureBytes describe(int linkType, int snaplen, byte[]... options) {
    byte[] start = new byte[8];
    body(start).putShort((short) linkType).putShort((short) 0).putInt(snaplen);
    return block(1, joined(start, options));
  }

  CaptureBytes enhanced(int from, long units, byte[] frame, byte[]... options) {
    byte[] start = new byte[20];
    body(start).putInt(from).putInt((int) (units >>> 32)).putInt((int) units);
    body(start).putInt(12, frame.length).putInt(16, frame.length);
    return block(PACKET, joined(start, framed(frame, options)));
  }

  CaptureBytes obsolete(int from, int drops, long units, byte[] frame, byte[]... options) {
    byte[] start = new byte[20];
    body(start).putShort((short) from).putShort((short) drops).putInt((int) (units >>> 32));
    body(start).putInt(8, (int) units).putInt(12, frame.length).putInt(16, frame.length);
    return block(OBSOLETE, joined(start, framed(frame, options)));
  }

  CaptureBytes simple(byte[] frame, int length) {
    byte[] start = new byte[4];
    body(start).putInt(length);
    return block(3, joined(start, framed(frame)));
  }

  byte[] option(int code, byte[] value) {
    byte[] option = new byte[4 + (value.length + 3 & ~3)];
    body(option).putShort((short) code).putShort((short) value.length).put(value);
    return option;
  }

  byte[] option(int code, String value) {
    return option(code, value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] option(int code, int value) {
    return option(code, body(new byte[4]).putInt(value).array());
  }

  byte[] option(int code, long value) {
    return option(code, body(new byte[8]).putLong(value).array());
  }

  private ByteBuffer body(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(out.order());
  }

  private static byte[][] framed(byte[] frame, byte[]... options) {
    byte[][] all = new byte[options.length + 1][];
    all[0] = Arrays.copyOf(frame, frame.length + 3 & ~3);
    System.arraycopy(options, 0, all, 1, options.length);
    return all;
  }

  private static byte[] joined(byte[] start, byte[]... more) {
    ByteBuffer all = ByteBuffer.allocate(300_000).put(start);
    for (byte[] one : more) {
      all.put(one);
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
