package io.udpscope.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The kinds of traffic that the demo is made of. */
final class Streams {
  private static final String[] NAMES = {
    "example.org",
    "www.example.com",
    "mail.example.net",
    "api.example.org",
    "cdn.example.com",
    "typo.exmaple.org",
    "ntp.example.net",
    "db-2.internal.example"
  };
  private static final String[] HOSTS = {"web-1", "web-2", "web-3", "db-1", "gate"};
  private static final String[] MESSAGES = {
    "nginx[812]: 203.0.113.9 GET /index.html 200",
    "nginx[812]: 203.0.113.44 GET /api/v1/items 500",
    "sshd[2201]: Accepted publickey for deploy from 10.79.0.21",
    "CRON[3310]: (root) CMD (run-parts /etc/cron.hourly)",
    "kernel: eth0: link becomes ready"
  };
  private static final String[] METRICS = {
    "web.requests:1|c", "web.latency:%d|ms", "queue.depth:%d|g", "cache.hits:%d|c|@0.1"
  };

  private Streams() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Queries for a few names, some of which do not exist. */
  static Stream dns(Sender sender, Random random, double meanMs) {
    return new Stream(sender, 53, random) {
      @Override
      byte[] next() {
        int type = random.nextInt(3) == 0 ? DnsMessage.AAAA : DnsMessage.A;
        return DnsMessage.query(random.nextInt(65536), oneOf(NAMES), type);
      }

      @Override
      long pauseNanos() {
        return aboutMs(meanMs);
      }
    };
  }

  /** Log lines of the older form (RFC 3164) and the newer one (RFC 5424). */
  static Stream syslog(Sender sender, Random random, double meanMs) {
    return new Stream(sender, 514, random) {
      @Override
      byte[] next() {
        String message = oneOf(MESSAGES);
        int priority = 128 + random.nextInt(8);
        if (random.nextBoolean()) {
          return ascii("<" + priority + ">Nov 20 10:15:30 " + oneOf(HOSTS) + " " + message);
        }
        String head = "<" + priority + ">1 2026-11-20T10:15:30Z " + oneOf(HOSTS);
        return ascii(head + " app " + random.nextInt(5000) + " - - " + message);
      }

      @Override
      long pauseNanos() {
        return aboutMs(meanMs);
      }
    };
  }

  /** One to three metrics a datagram. */
  static Stream statsd(Sender sender, Random random, double meanMs) {
    return new Stream(sender, 8125, random) {
      @Override
      byte[] next() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
          String metric = oneOf(METRICS).replace("%d", Integer.toString(random.nextInt(250)));
          text.append(metric).append(i > 0 ? "\n" : "");
        }
        return ascii(text.toString());
      }

      @Override
      long pauseNanos() {
        return aboutMs(meanMs);
      }
    };
  }

  /** A telephone call: 50 datagrams a second, 20 ms of sound in each, a mark now and then. */
  static Stream voice(Sender sender, Random random, int port) {
    int source = random.nextInt();
    return new Stream(sender, port, random) {
      private int sequence = random.nextInt(65536);
      private int time = random.nextInt();

      @Override
      byte[] next() {
        ByteBuffer packet = ByteBuffer.allocate(12 + 160);
        boolean mark = sequence % 250 == 0;
        packet.put((byte) 0x80).put((byte) (mark ? 0x80 : 0));
        packet.putShort((short) sequence++).putInt(time).putInt(source);
        time += 160;
        for (int i = 0; i < 160; i++) {
          packet.put((byte) (128 + 60 * Math.sin((time + i) / 9.0)));
        }
        return packet.array();
      }

      @Override
      long pauseNanos() {
        return 20_000_000L;
      }
    };
  }

  /** Readings of sensors on a range of ports; their rate swells and ebbs over half a minute. */
  static Stream telemetry(Sender sender, Random random, int firstPort, int ports) {
    return new Stream(sender, firstPort, random) {
      private int reading;

      @Override
      byte[] next() {
        return ascii(
            "{\"sensor\":"
                + random.nextInt(40)
                + ",\"n\":"
                + ++reading
                + ",\"celsius\":"
                + (15 + random.nextInt(12))
                + "."
                + random.nextInt(10)
                + "}");
      }

      @Override
      int nextPort() {
        return port + random.nextInt(ports);
      }

      @Override
      long pauseNanos() {
        double swell = 1 + 0.6 * Math.sin(System.nanoTime() / 1e9 * 2 * Math.PI / 30);
        return aboutMs(12 / swell);
      }
    };
  }

  /** A client's question, by itself. */
  static Stream ntp(Sender sender, Random random) {
    return new Stream(sender, 123, random) {
      @Override
      byte[] next() {
        byte[] packet = new byte[48];
        packet[0] = 0x23;
        return packet;
      }

      @Override
      long pauseNanos() {
        return aboutMs(2000);
      }
    };
  }

  /** Something, anywhere, of any size; and every few seconds a hundred of them at once. */
  static Stream noise(Sender sender, Random random, double meanMs) {
    return new Stream(sender, 0, random) {
      private int burst;
      private int burstPort;

      @Override
      byte[] next() {
        byte[] payload = new byte[random.nextInt(random.nextInt(20) == 0 ? 1200 : 120)];
        random.nextBytes(payload);
        return payload;
      }

      @Override
      int nextPort() {
        return burst > 0 ? burstPort : 1024 + random.nextInt(64000);
      }

      @Override
      long pauseNanos() {
        if (burst > 0) {
          burst--;
          return 1_000_000L;
        }
        if (random.nextInt(150) == 0) {
          burst = 100;
          burstPort = 27000 + random.nextInt(30);
        }
        return aboutMs(meanMs);
      }
    };
  }
}
