package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** No bytes make a decoder throw, read behind the capture, or take long. The seeds are fixed. */
class DecoderFuzzTest {
  private static final int[] PORTS = {53, 5353, 514, 8125, 123, 5004, 40000};

  private static final List<byte[]> SEEDS =
      List.of(
          hex("1a2b01000001000000000000076578616d706c65036f72670000010001"),
          hex("1a2b818000010001000000000161c00c00010001c00c000100010000003c0004c0000207"),
          ascii("<165>1 2026-11-20T10:15:30Z web-3 app 77 ID47 [a b=\"]\"] started"),
          ascii("<134>Nov 20 10:15:30 web-3 nginx[12]: GET /"),
          ascii("a:1|c\nb:2.5|ms|@0.1\nc:-3|g\n"),
          hex("80801234000006400f2e3d4c00112233"),
          hex("2401000000000000000000000000000000000000000000000000000000000000"));

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<ProtocolDecoder> decoders() {
    List<ProtocolDecoder> decoders = new ArrayList<>();
    ServiceLoader.load(ProtocolDecoder.class).forEach(decoders::add);
    assertThat(decoders).hasSizeGreaterThanOrEqualTo(5);
    return decoders;
  }

  @Test
  void randomPayloads() {
    Random random = new Random(1);
    List<ProtocolDecoder> decoders = decoders();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      attempt(decoders, random, bytes);
    }
  }

  @Test
  void mutatedPayloads() {
    Random random = new Random(2);
    List<ProtocolDecoder> decoders = decoders();
    for (int round = 0; round < 40_000; round++) {
      byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      attempt(decoders, random, bytes);
    }
  }

  @Test
  void namesMadeOfPointersOnly() {
    byte[] bytes = new byte[65000];
    bytes[5] = 1;
    for (int i = 12; i < bytes.length - 1; i += 2) {
      int target = Math.min(0x3fff, Math.max(12, i - 2));
      bytes[i] = (byte) (0xc0 | target >> 8);
      bytes[i + 1] = (byte) target;
    }
    attempt(decoders(), new Random(3), bytes);
  }

  @Test
  void randomBytesAreSeldomTakenForAProtocol() {
    Random random = new Random(4);
    int recognised = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = new byte[20 + random.nextInt(80)];
      random.nextBytes(bytes);
      if (Decoders.summarize(Datagram.of(40000, 40000, bytes)).isPresent()) {
        recognised++;
      }
    }
    assertThat(recognised).isLessThan(150);
  }

  private static void attempt(List<ProtocolDecoder> decoders, Random random, byte[] bytes) {
    int from = PORTS[random.nextInt(PORTS.length)];
    int to = PORTS[random.nextInt(PORTS.length)];
    int captured = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
    Payload payload = Payload.of(Datagram.cut(from, to, bytes, captured));
    for (ProtocolDecoder decoder : decoders) {
      for (boolean expected : new boolean[] {true, false}) {
        try {
          decoder
              .decode(payload, expected)
              .ifPresent(summary -> assertThat(summary.text()).doesNotMatch("(?s).*\\p{Cntrl}.*"));
        } catch (RuntimeException e) {
          String shown = HexFormat.of().formatHex(bytes, 0, captured);
          fail(decoder.getClass().getSimpleName() + " on " + from + ">" + to + " " + shown, e);
        }
      }
    }
  }
}
