package io.udpscope.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes payloads down: hexadecimal digits, {@code 'text'}, and {@code 00*64} for repeated bytes.
 */
final class Octets {
  private static final Pattern PART = Pattern.compile("'([^']*)'|([0-9a-f]+)(?:\\*([0-9]+))?|\\s+");

  private Octets() {}

  static byte[] of(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.lookingAt()) {
      if (part.group(1) != null) {
        bytes.writeBytes(part.group(1).getBytes(StandardCharsets.UTF_8));
      } else if (part.group(2) != null) {
        int times = part.group(3) == null ? 1 : Integer.parseInt(part.group(3));
        bytes.writeBytes(HexFormat.of().parseHex(part.group(2).repeat(times)));
      }
      end = part.end();
      part.region(end, text.length());
    }
    if (end < text.length()) {
      throw new IllegalArgumentException("not understood: " + text.substring(end));
    }
    return bytes.toByteArray();
  }

  static byte[] of(String text, byte[] behind) {
    return join(of(text), behind);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** An element of ASN.1's Basic Encoding Rules, of at most 127 bytes. */
  static byte[] ber(int tag, byte[]... content) {
    byte[] inner = join(content);
    return join(new byte[] {(byte) tag, (byte) inner.length}, inner);
  }
}
