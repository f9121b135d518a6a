package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, it is read up to a reason, in bounded memory, and nothing is thrown. */
class CaptureFuzzTest {
  private static final int MUTANTS = 6_000;
  private static final long BOUND = 2L * Window.MAX_BYTES;

  @TempDir Path directory;

  private static List<byte[]> samples() throws IOException {
    byte[] ethernet = Frame.ethernet().vlan(7).ipv6().hopByHop().udp(1, 53).payload("x").bytes();
    byte[] raw = Frame.rawIp().ipv4().options(8).udp(1, 53).payload("hello").bytes();
    List<byte[]> samples = new ArrayList<>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      CaptureBytes pcap = CaptureBytes.pcap(order, order == ByteOrder.BIG_ENDIAN, 1);
      samples.add(pcap.packet(1, 2, ethernet, 100).packet(3, 4, raw, raw.length).bytes());
      CaptureBytes file = CaptureBytes.pcapng(order).describe(1, 0);
      file.describe(101, 64, file.option(2, "tun0"), file.option(9, new byte[] {(byte) 0xbf}));
      file.enhanced(0, 1L << 40, ethernet, file.option(1, "rule dns, passed (no-route)"));
      file.enhanced(
          1, -1, raw, file.option(2, 1), file.option(4, 12L), file.option(7, new byte[9]));
      file.block(0x0bad, new byte[20]).simple(ethernet, 200).obsolete(1, 5, 9, raw);
      samples.add(file.section(order).describe(276, 0).enhanced(0, 5, new byte[60]).bytes());
    }
    samples.add(packed(samples.get(1)));
    return samples;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Asks everything of every packet. */
  private static int read(CaptureFile file, int bytes) {
    PacketRecord record = new PacketRecord();
    int packets = 0;
    while (file.next()) {
      packets++;
      assertThat(packets).isLessThanOrEqualTo(bytes);
      assertThat(file.frame().length).isLessThanOrEqualTo(RawPacket.MAX_CAPTURED);
      assertThat(file.source().unread()).isNotNull();
      assertThat(file.rule()).isNotNull();
      if (file.kind() == Kind.UDP) {
        record.wrap(file.record(), 0);
        assertThat(record.source()).isNotNull();
        assertThat(record.destination()).isNotNull();
        assertThat(record.verdict()).isNotNull();
        assertThat(record.direction()).isNotNull();
        assertThat(record.failure()).isNotNull();
        assertThat(record.payload().length).isLessThanOrEqualTo(record.captured());
      }
    }
    assertThat(file.next()).isFalse();
    return packets;
  }

  private static int readStream(byte[] bytes) {
    try (CaptureFile file = CaptureFile.of(new ByteArrayInputStream(bytes), 65_535)) {
      return read(file, 1 << 20);
    } catch (CaptureFileException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "null");
      return 0;
    } catch (IOException e) {
      throw new AssertionError(e); // closing bytes does not fail
    }
  }

  private int readFile(byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve("file"), bytes);
    try (CaptureFile file = CaptureFile.open(path, 96)) {
      return read(file, 1 << 20);
    } catch (CaptureFileException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "null");
      return 0;
    }
  }

  @Test
  void samplesAreSound() throws IOException {
    assertThat(samples().stream().map(CaptureFuzzTest::readStream)).containsExactly(2, 5, 2, 5, 5);
  }

  @Test
  void cutOffAnywhere() throws IOException {
    for (byte[] whole : samples()) {
      int before = 0;
      for (int length = 0; length <= whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        int packets = readStream(part);
        assertThat(readFile(part)).isEqualTo(packets);
        assertThat(packets).isGreaterThanOrEqualTo(before);
        before = packets;
      }
    }
  }

  @Test
  void changedAnywhere() throws IOException {
    Random random = new Random(6);
    List<byte[]> samples = samples();
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = samples.get(i % samples.size()).clone();
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        int at = random.nextInt(bytes.length);
        if (random.nextBoolean()) {
          bytes[at] = (byte) random.nextInt();
        } else {
          int word = random.nextBoolean() ? random.nextInt() : -random.nextInt(64);
          ByteBuffer.wrap(bytes).putInt(Math.min(at & ~3, bytes.length - 4), word);
        }
      }
      readStream(bytes);
      if (i % 10 == 0) {
        readFile(bytes);
      }
    }
  }

  @Test
  void bytesOfNoMeaningBehindEachMagic() throws IOException {
    Random random = new Random(7);
    List<byte[]> samples = samples();
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      byte[] sample = samples.get(i % 4);
      System.arraycopy(sample, 0, bytes, 0, Math.min(bytes.length, i % 3 == 0 ? 4 : 24));
      readStream(bytes);
    }
  }

  /** Blocks that claim much more than there is. */
  @Test
  void claimsTakeNoMemory() throws IOException {
    long before = directMemory();
    for (long claim : new long[] {1 << 20, 15 << 20, 1 << 30, 0xffff_fff0L}) {
      for (int type : new int[] {1, 2, 3, 6, 0x0a0d0d0a, 0x0bad}) {
        CaptureBytes file = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0);
        byte[] bytes = file.block(type, new byte[64]).bytes();
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(bytes.length - 72, (int) claim);
        assertThat(readStream(bytes)).isZero();
        assertThat(readFile(bytes)).isZero();
      }
    }
    assertThat(directMemory() - before).isLessThan(BOUND);
  }

  /** What a file is full of must not fill memory. */
  @Test
  void manyInterfacesAndSectionsEndTheFile() throws IOException {
    CaptureBytes interfaces = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i <= Sections.MAX_INTERFACES; i++) {
      interfaces.describe(1, 0);
    }
    CaptureBytes sections = CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN);
    assertThat(ending(interfaces.bytes())).isEqualTo("more than 16384 interfaces");
    for (int i = 0; i < 30_000; i++) {
      sections.section(i % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
    assertThat(ending(sections.bytes())).isEmpty();
  }

  private static String ending(byte[] bytes) throws IOException {
    try (CaptureFile file = CaptureFile.of(new ByteArrayInputStream(bytes), 96)) {
      assertThat(file.next()).isFalse();
      return file.ending().orElse("");
    }
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
