package io.udpscope.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text under construction, as the bytes that go out: UTF-8. Used again and again, grows at need.
 */
public final class ByteText {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[64 << 10];
  private int length;

  int length() {
    return length;
  }

  /** Writes all of it and begins anew. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  public ByteText append(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return appendEncoded(text.substring(i));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  private ByteText appendEncoded(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    reserve(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
    return this;
  }

  /** A character of ASCII. */
  ByteText append(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Not negative. */
  ByteText append(long value) {
    reserve(20);
    int end = length + 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      end++;
    }
    length = end;
    for (long rest = value; ; rest /= 10) {
      bytes[--end] = (byte) ('0' + rest % 10);
      if (rest < 10) {
        return this;
      }
    }
  }

  /** Decimal, with zeros in front so that there are {@code digits} of them. */
  ByteText appendPadded(long value, int digits) {
    reserve(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Hexadecimal, lower case, with zeros in front. */
  ByteText appendHex(int value, int digits) {
    reserve(digits);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      bytes[length++] = DIGITS[value >>> shift & 0xf];
    }
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
