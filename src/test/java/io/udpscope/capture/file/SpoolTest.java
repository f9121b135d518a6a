package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import io.udpscope.packets.PcapBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes once is kept on the disk as long as there is room. */
class SpoolTest {
  private static final int PACKETS = 20_000;

  @TempDir Path directory;
  private long room = Long.MAX_VALUE;
  private FilePackets packets;
  private KeptRows rows;
  private final PacketRecord record = new PacketRecord();

  private void open() throws IOException {
    PcapBytes bytes = new PcapBytes();
    for (int i = 0; i < PACKETS; i++) {
      Frame datagram = Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40_000, 53);
      bytes.add(i, datagram.payload("a payload of some length"));
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve("spool"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    SpoolFile spool = new SpoolFile(channel, directory, () -> room - channel.size());
    StreamBytes stream = new StreamBytes(new ByteArrayInputStream(bytes.bytes()));
    ByteSource source = new SpooledBytes(stream, spool);
    packets = new FilePackets(CaptureFile.of(new Opening.Opened(source, Optional.empty()), 65_535));
    rows = new KeptRows(packets, PacketStore.MIN_BYTES);
  }

  private void read(int count) {
    for (int i = 0; i < count && packets.next(); i++) {
      ByteBuffer made = packets.record();
      int captured = made.getShort(PacketRecord.CAPTURED) & 0xffff;
      rows.append(made, 0, PacketRecord.size(captured));
    }
  }

  private void checkAllThatAreThere() {
    for (long row = rows.firstRow(); row < rows.endRow(); row++) {
      assertThat(rows.packet(row, record).monotonicNanos()).isEqualTo(row);
      assertThat(rows.number(row)).isEqualTo(row + 1);
    }
  }

  @Test
  void allIsThereWhileThereIsRoom() throws IOException {
    open();
    read(5000);
    checkAllThatAreThere();
    read(PACKETS);
    assertThat(rows.held()).isEqualTo(PACKETS);
    checkAllThatAreThere();
    assertThat(packets.refusal()).isEmpty();
    packets.close();
  }

  @Test
  void whereTheRoomEndsTheNewestAreKeptInMemory() throws IOException {
    room = 600_000;
    open();
    read(100);
    checkAllThatAreThere();
    read(PACKETS);
    assertThat(packets.refusal()).hasValueSatisfying(why -> assertThat(why).contains("no room"));
    assertThat(rows.packets()).isEqualTo(PACKETS);
    assertThat(rows.endRow()).isEqualTo(PACKETS);
    assertThat(rows.held()).isBetween(1000L, PACKETS - 6000L);
    checkAllThatAreThere();
    assertThat(Files.size(directory.resolve("spool"))).isLessThanOrEqualTo(room);
    packets.close();
  }

  @Test
  void whoeverLooksBackWhenTheRoomHasEndedFindsNothing() throws IOException {
    room = 600_000;
    open();
    while (packets.refusal().isEmpty()) {
      packets.next();
    }
    assertThat(rows.firstRow()).isEqualTo(rows.endRow());
    read(10);
    assertThat(rows.packet(rows.firstRow(), record).monotonicNanos()).isGreaterThan(5000);
    packets.close();
  }

  @Test
  void aDirectoryInMemoryIsNone() {
    Path memory = Path.of("/dev/shm");
    assertThat(Files.isDirectory(memory)).isTrue();
    assertThatThrownBy(() -> SpoolFile.in(memory))
        .hasMessage("/dev/shm is in memory; TMPDIR names another");
    assertThat(memory.toFile().list((in, name) -> name.startsWith("udpscope-"))).isEmpty();
  }
}
