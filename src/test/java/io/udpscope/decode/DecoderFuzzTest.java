package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bytes make a decoder throw, read behind the capture, name bytes that are not there, or say
 * what could steer a terminal. The decoders are asked directly: {@link Decoders} would catch what
 * they throw. The seeds are fixed. The time limit is for what would never end.
 */
@Timeout(120)
class DecoderFuzzTest {
  private static final int LARGEST = 65_507;

  static List<ProtocolDecoder> decoders() {
    return ServiceLoader.load(ProtocolDecoder.class).stream()
        .map(ServiceLoader.Provider::get)
        .collect(Collectors.toList());
  }

  private static final int[] PORTS =
      decoders().stream().flatMapToInt(decoder -> Arrays.stream(decoder.ports())).toArray();

  @ParameterizedTest
  @MethodSource("decoders")
  void randomPayloads(ProtocolDecoder decoder) {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      attempt(decoder, random, bytes);
    }
  }

  /** Bytes of a real datagram are changed, and it is cut anywhere. */
  @ParameterizedTest
  @MethodSource("decoders")
  void mutatedPayloads(ProtocolDecoder decoder) {
    Random random = new Random(2);
    for (int round = 0; round < 25_000; round++) {
      byte[] bytes = sample(random).clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      attempt(decoder, random, bytes);
    }
  }

  /** A number somewhere in a real datagram becomes one at the edge of its kind. */
  @ParameterizedTest
  @MethodSource("decoders")
  void forgedLengths(ProtocolDecoder decoder) {
    Random random = new Random(3);
    long[] edges = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffffL, 0xffffffffL};
    for (int round = 0; round < 25_000; round++) {
      byte[] bytes = sample(random).clone();
      int width = 1 << random.nextInt(3);
      int at = random.nextInt(bytes.length);
      long edge = edges[random.nextInt(edges.length)];
      for (int i = 0; i < width && at + i < bytes.length; i++) {
        bytes[at + i] = (byte) (edge >> 8 * (width - 1 - i));
      }
      attempt(decoder, random, bytes);
    }
  }

  /** The beginning of one datagram and the end of another, of the same protocol or not. */
  @ParameterizedTest
  @MethodSource("decoders")
  void splicedPayloads(ProtocolDecoder decoder) {
    Random random = new Random(4);
    for (int round = 0; round < 15_000; round++) {
      byte[] head = sample(random);
      byte[] tail = sample(random);
      int length = random.nextInt(head.length + 1);
      attempt(decoder, random, Octets.join(Arrays.copyOf(head, length), tail));
    }
  }

  /** As large as UDP lets it be: a datagram over and over, or one followed by one byte's run. */
  @ParameterizedTest
  @MethodSource("decoders")
  void largestPayloads(ProtocolDecoder decoder) {
    Random random = new Random(5);
    for (Sample sample : Samples.ALL) {
      byte[] repeated = new byte[LARGEST];
      for (int at = 0; at < LARGEST; at += sample.payload().length) {
        int length = Math.min(sample.payload().length, LARGEST - at);
        System.arraycopy(sample.payload(), 0, repeated, at, length);
      }
      attempt(decoder, random, repeated);
      for (int filling : new int[] {0, 1, 2, 0x0a, ' ', '|', ':', 0x30, 0x80, 0xc0, 0xff}) {
        byte[] filled = Arrays.copyOf(sample.payload(), LARGEST);
        Arrays.fill(filled, sample.payload().length, LARGEST, (byte) filling);
        attempt(decoder, random, filled);
      }
    }
  }

  @Test
  void namesMadeOfPointersOnly() {
    byte[] bytes = new byte[65000];
    bytes[5] = (byte) 0xff;
    bytes[4] = (byte) 0xff;
    for (int i = 12; i < bytes.length - 1; i += 2) {
      int target = Math.min(0x3fff, Math.max(12, i - 2));
      bytes[i] = (byte) (0xc0 | target >> 8);
      bytes[i + 1] = (byte) target;
    }
    attempt(new DnsDecoder(), new Random(6), bytes);
  }

  /** Each relay's message holds another one, many more than there may be relays. */
  @Test
  void relaysWithinRelays() {
    byte[] message = Octets.of("01 100874 0008 0002 0000");
    for (int depth = 0; depth < 1000; depth++) {
      byte[] option = {0, 9, (byte) (message.length >> 8), (byte) message.length};
      message = Octets.join(Octets.of("0c 00 00*32"), option, message);
    }
    attempt(new Dhcpv6Decoder(), new Random(7), message);
  }

  @Test
  void sequencesWithinSequences() {
    byte[] inner = Octets.of("0500");
    while (inner.length < 60_000) {
      byte[] header = {0x30, (byte) 0x83, 0, (byte) (inner.length >> 8), (byte) inner.length};
      inner = Octets.join(header, inner);
    }
    attempt(new SnmpDecoder(), new Random(8), inner);
  }

  /**
   * Only RTP, of which a header has few bits that are always the same, is found in random bytes:
   * its first byte is one of 256, its type one of 47 of 128, its port even. That makes 72 of
   * 100,000, and five standard deviations more are 114.
   */
  @Test
  void randomBytesAreSeldomTakenForAProtocol() {
    Random random = new Random(9);
    int[] lengths = {4, 8, 12, 20, 24, 48, 64, 100, 300, 1200};
    Map<String, Integer> taken = new TreeMap<>();
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = new byte[lengths[round % lengths.length]];
      random.nextBytes(bytes);
      int from = 1 + random.nextInt(65535);
      int to = 1 + random.nextInt(65535);
      Decoders.summarize(Datagram.of(from, to, bytes))
          .ifPresent(summary -> taken.merge(summary.protocol(), 1, Integer::sum));
    }
    Integer rtp = taken.remove("rtp");

    assertThat(rtp).isLessThan(114);
    assertThat(taken.values().stream().mapToInt(count -> count).sum())
        .as(taken.toString())
        .isLessThan(20);
  }

  private static byte[] sample(Random random) {
    return Samples.ALL.get(random.nextInt(Samples.ALL.size())).payload();
  }

  private static void attempt(ProtocolDecoder decoder, Random random, byte[] bytes) {
    int from = PORTS[random.nextInt(PORTS.length)];
    int to = random.nextBoolean() ? 40000 : PORTS[random.nextInt(PORTS.length)];
    int captured = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
    Payload payload = Payload.of(Datagram.cut(from, to, bytes, captured));
    for (boolean expected : new boolean[] {true, false}) {
      try {
        decoder.decode(payload, expected).ifPresent(summary -> check(decoder, payload, summary));
      } catch (RuntimeException | AssertionError e) {
        String shown = HexFormat.of().formatHex(bytes, 0, Math.min(captured, 2000));
        fail(decoder.getClass().getSimpleName() + " on " + from + ">" + to + " " + shown, e);
      }
    }
  }

  private static void check(ProtocolDecoder decoder, Payload payload, Summary summary) {
    assertThat(FieldChecks.isSafe(summary.text())).isTrue();
    assertThat(summary.text().length()).isLessThan(1000);
    FieldChecks.check(decoder.fields(payload), 0, payload.length());
  }
}
