package io.udpscope.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** DNS messages (RFC 1035) of one question. */
final class DnsMessage {
  static final int A = 1;
  static final int AAAA = 28;

  private static final int HEADER = 12;
  private static final int INTERNET = 1;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int ANSWER = 0x8180;
  private static final int NO_SUCH_NAME = 3;

  private DnsMessage() {}

  static byte[] query(int id, String name, int type) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
    message.putShort((short) id).putShort((short) RECURSION_DESIRED);
    message.putShort((short) 1).putShort((short) 0).putInt(0);
    for (String label : name.split("\\.")) {
      message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    message.put((byte) 0).putShort((short) type).putShort((short) INTERNET);
    return message.array();
  }

  /**
   * The answer to a query: {@code records} addresses, or that there is no such name.
   *
   * @param query one that {@link #query} made, and the network brought whole
   */
  static byte[] answer(byte[] query, int records) {
    boolean ipv6 = query[query.length - 3] == AAAA;
    int recordLength = 12 + (ipv6 ? 16 : 4);
    byte[] bytes = Arrays.copyOf(query, query.length + records * recordLength);
    ByteBuffer message = ByteBuffer.wrap(bytes);
    message.putShort(2, (short) (records == 0 ? ANSWER | NO_SUCH_NAME : ANSWER));
    message.putShort(6, (short) records);
    message.position(query.length);
    for (int i = 1; i <= records; i++) {
      message.putShort((short) (0xc000 | HEADER));
      message.putShort((short) (ipv6 ? AAAA : A)).putShort((short) INTERNET).putInt(300);
      message.putShort((short) (ipv6 ? 16 : 4));
      // Documentation prefixes: 2001:db8::/32 and 192.0.2.0/24.
      message.putInt(ipv6 ? 0x20010db8 : 0xc0000200 | i);
      if (ipv6) {
        message.putLong(0).putInt(i);
      }
    }
    return bytes;
  }
}
