package io.udpscope.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class UntouchedMemoryTest {
  private static final int BYTES = 64 << 20;

  /** Bytes of the mapping that this address is in which are there in fact (proc(5), smaps). */
  private static long resident(long address) throws IOException {
    Iterator<String> lines = Files.readAllLines(Path.of("/proc/self/smaps")).iterator();
    while (lines.hasNext()) {
      String[] range = lines.next().split("[- ]", 3);
      if (range.length == 3
          && range[0].matches("[0-9a-f]+")
          && Long.parseUnsignedLong(range[0], 16) <= address
          && Long.parseUnsignedLong(range[1], 16) > address) {
        return rss(lines);
      }
    }
    throw new AssertionError("nothing is mapped there");
  }

  private static long rss(Iterator<String> lines) {
    String line = lines.next();
    while (!line.startsWith("Rss:")) {
      line = lines.next();
    }
    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
  }

  @Test
  void takesRoomWhereItIsWrittenTo() throws IOException {
    ByteBuffer memory = UntouchedMemory.allocate(BYTES);
    long untouched = resident(NativeMemory.address(memory));
    memory.putLong(BYTES / 2, -1);
    long touched = resident(NativeMemory.address(memory));
    assertThat(touched - untouched).isPositive().isLessThan(BYTES / 4);
    assertThat(memory.getLong(BYTES / 2)).isEqualTo(-1);
  }

  @Test
  void roomIsTakenAheadOfTheWriterAndWhatIsThereStays() throws IOException {
    ByteBuffer memory = UntouchedMemory.allocate(BYTES);
    memory.putLong(BYTES / 2, -1);
    assertThat(UntouchedMemory.populate(memory, BYTES / 2, BYTES / 2)).isTrue();
    assertThat(resident(NativeMemory.address(memory))).isBetween(BYTES / 2L, BYTES * 3L / 4);
    assertThat(memory.getLong(BYTES / 2)).isEqualTo(-1);
  }

  @Test
  void isZeroedAndInTheMachinesOrder() {
    ByteBuffer memory = UntouchedMemory.allocate(1 << 20);
    assertThat(memory.order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(memory.capacity()).isEqualTo(1 << 20);
    assertThat(memory.mismatch(ByteBuffer.allocate(1 << 20))).isEqualTo(-1);
  }
}
