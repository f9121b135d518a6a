package io.udpscope.datapath.replay;

import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ethernet frames as a small network sends them: DNS, syslog, StatsD, RTP and noise, over IPv4 and
 * IPv6, with right checksums. The same seed gives the same frames.
 */
final class TrafficGenerator {
  private static final int ETHERNET_BYTES = 14;
  private static final int UDP_BYTES = 8;
  private static final byte[] MACS = {
    0x02, 0x42, (byte) 0xac, 0x11, 0x00, 0x03, 0x02, 0x42, (byte) 0xac, 0x11, 0x00, 0x02
  };
  private static final List<String> NAMES =
      List.of("example.org", "db-1.internal", "api.example.com", "ntp.example.net");
  private static final List<String> LOG_LINES =
      List.of(
          "<134>Nov 20 02:13:45 web-3 nginx: 10.0.0.7 GET /health 200",
          "<38>Nov 20 02:13:45 web-3 sshd[811]: Accepted publickey for ops",
          "<131>Nov 20 02:13:46 db-1 postgres[92]: could not receive data from client");

  private final SplittableRandom random;
  private final ByteBuffer frame = ByteBuffer.allocate(2048);
  private int rtpSequence;

  TrafficGenerator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The next frame, from 0 to its limit; overwritten by the next one. */
  ByteBuffer next() {
    int kind = random.nextInt(100);
    if (kind < 20) {
      boolean ipv6 = random.nextInt(4) == 0;
      return ipv6
          ? frame("2001:db8::9", ephemeral(), "2001:db8::53", 53, dnsQuery())
          : frame(host(), ephemeral(), "10.0.0.53", 53, dnsQuery());
    }
    if (kind < 45) {
      return frame(host(), 40112, "10.0.0.2", 5005 + random.nextInt(6), rtp());
    }
    if (kind < 65) {
      return frame(host(), ephemeral(), "10.0.0.2", 514, text(pick(LOG_LINES)));
    }
    if (kind < 90) {
      String metric = "web.requests:" + random.nextInt(1, 500) + "|c|@0.1";
      return frame(host(), ephemeral(), "10.0.0.4", 8125, text(metric));
    }
    byte[] noise = new byte[random.nextInt(1, 600)];
    random.nextBytes(noise);
    return frame(host(), ephemeral(), "10.0.0.2", random.nextInt(20000, 60000), noise);
  }

  /** A frame of RTP between these two; overwritten by the next one. */
  ByteBuffer between(String from, int fromPort, String to, int toPort) {
    return frame(from, fromPort, to, toPort, rtp());
  }

  /** How long after the one before the next frame comes, nanoseconds. */
  long gapNanos() {
    return random.nextLong(2_000, 120_000);
  }

  private String host() {
    return "10.0.0." + random.nextInt(7, 12);
  }

  private int ephemeral() {
    return random.nextInt(49152, 65536);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] dnsQuery() {
    String name = pick(NAMES);
    ByteBuffer query = ByteBuffer.allocate(18 + name.length());
    query.putShort((short) random.nextInt(65536)).putShort((short) 0x0100);
    query.putShort((short) 1).putShort((short) 0).putInt(0);
    for (String label : name.split("\\.")) {
      query.put((byte) label.length()).put(text(label));
    }
    return query.put((byte) 0).putShort((short) 1).putShort((short) 1).array();
  }

  private byte[] rtp() {
    byte[] voice = new byte[172];
    random.nextBytes(voice);
    ByteBuffer.wrap(voice)
        .putShort((short) 0x8000)
        .putShort((short) rtpSequence)
        .putInt(160 * rtpSequence)
        .putInt(0x5eed);
    rtpSequence++;
    return voice;
  }

  private ByteBuffer frame(String from, int fromPort, String to, int toPort, byte[] payload) {
    byte[] source = IpAddress.parse(from).bytes();
    byte[] destination = IpAddress.parse(to).bytes();
    boolean ipv6 = source.length == 16;
    int udpLength = UDP_BYTES + payload.length;
    frame.clear();
    frame.put(MACS).putShort((short) (ipv6 ? 0x86dd : 0x0800));
    if (ipv6) {
      frame.putInt(0x6000_0000).putShort((short) udpLength).put((byte) 17).put((byte) 64);
    } else {
      frame.putShort((short) 0x4500).putShort((short) (20 + udpLength));
      frame.putShort((short) random.nextInt(65536)).putShort((short) 0x4000);
      frame.put((byte) 64).put((byte) 17).putShort((short) 0);
    }
    frame.put(source).put(destination);
    int udp = frame.position();
    frame.putShort((short) fromPort).putShort((short) toPort).putShort((short) udpLength);
    frame.putShort((short) 0).put(payload);
    frame.flip();
    if (!ipv6) {
      frame.putShort(ETHERNET_BYTES + 10, (short) ~sum(ETHERNET_BYTES, udp, 0));
    }
    int addresses = udp - 2 * source.length;
    int checksum = ~sum(addresses, frame.limit(), 17 + udpLength) & 0xffff;
    frame.putShort(udp + 6, (short) (checksum == 0 ? 0xffff : checksum));
    return frame;
  }

  /** One's complement sum of the bytes from {@code from} to {@code to} (RFC 1071). */
  private int sum(int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i++) {
      int value = frame.get(i) & 0xff;
      sum += (i - from) % 2 == 0 ? value << 8 : value;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
  }
}
