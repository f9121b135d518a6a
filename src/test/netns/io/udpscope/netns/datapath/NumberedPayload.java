package io.udpscope.netns.datapath;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A payload that says its number and is otherwise made from it, so that any change shows. */
final class NumberedPayload {
  private static final int LONGEST = 400;

  private NumberedPayload() {}

  static byte[] of(int number) {
    int length = Integer.BYTES + number * 7 % (LONGEST - Integer.BYTES);
    byte[] payload = new byte[length];
    ByteBuffer.wrap(payload).putInt(number);
    for (int i = Integer.BYTES; i < length; i++) {
      payload[i] = (byte) (number * 31 + i);
    }
    return payload;
  }

  /** The number of a payload that is as it was sent; -1 of any other. */
  static int numberOf(byte[] payload) {
    if (payload.length < Integer.BYTES) {
      return -1;
    }
    int number = ByteBuffer.wrap(payload).getInt();
    return number >= 0 && Arrays.equals(payload, of(number)) ? number : -1;
  }
}
