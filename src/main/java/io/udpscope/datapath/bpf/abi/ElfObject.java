package io.udpscope.datapath.bpf.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An ELF64 object file in this machine's byte order, as elf(5) describes it; pure reading. */
public final class ElfObject {
  private static final int MAGIC = 0x7f454c46; // read in network byte order
  private static final int SECTION_TABLE = 0x28;
  private static final int SECTION_BYTES = 0x3a;
  private static final int SECTION_COUNT = 0x3c;
  private static final int SECTION_NAMES = 0x3e;

  // struct Elf64_Shdr
  private static final int OFFSET = 0x18;
  private static final int SIZE = 0x20;

  // struct Elf64_Sym
  private static final int SYMBOL_BYTES = 24;
  private static final int SYMBOL_SECTION = 6;
  private static final int SYMBOL_VALUE = 8;

  private final ByteBuffer file;

  /**
   * @throws IllegalArgumentException if it is no such file
   */
  public ElfObject(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes);
    if (bytes.length < 0x40 || file.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("not an ELF object");
    }
    file.order(ByteOrder.nativeOrder());
  }

  /** A section's bytes, in this machine's byte order. */
  public Optional<ByteBuffer> section(String name) {
    ByteBuffer names = section(file.getShort(SECTION_NAMES));
    for (int i = 0; i < file.getShort(SECTION_COUNT); i++) {
      if (name.equals(text(names, file.getInt(header(i))))) {
        return Optional.of(section(i));
      }
    }
    return Optional.empty();
  }

  private ByteBuffer section(int index) {
    int header = header(index);
    int offset = Math.toIntExact(file.getLong(header + OFFSET));
    int size = Math.toIntExact(file.getLong(header + SIZE));
    return file.slice(offset, size).order(ByteOrder.nativeOrder());
  }

  private int header(int index) {
    return Math.toIntExact(file.getLong(SECTION_TABLE)) + index * file.getShort(SECTION_BYTES);
  }

  /** The 32 bits that a variable begins with. */
  Optional<Integer> variable(String name) {
    return memoryOf(name).map(memory -> memory.getInt(0));
  }

  /**
   * Changes the 32 bits that a variable begins with, in the bytes that this was made of.
   *
   * @throws IllegalArgumentException if there is no such variable
   */
  public void setVariable(String name, int value) {
    memoryOf(name)
        .orElseThrow(() -> new IllegalArgumentException("no variable " + name))
        .putInt(0, value);
  }

  /** Where a variable stands, and what follows. */
  private Optional<ByteBuffer> memoryOf(String name) {
    ByteBuffer symbols = section(".symtab").orElseThrow();
    ByteBuffer names = section(".strtab").orElseThrow();
    for (int at = 0; at < symbols.capacity(); at += SYMBOL_BYTES) {
      if (name.equals(text(names, symbols.getInt(at)))) {
        ByteBuffer section = section(symbols.getShort(at + SYMBOL_SECTION));
        int offset = (int) symbols.getLong(at + SYMBOL_VALUE);
        return Optional.of(
            section.slice(offset, section.capacity() - offset).order(ByteOrder.nativeOrder()));
      }
    }
    return Optional.empty();
  }

  /** The zero-terminated text at an offset. */
  static String text(ByteBuffer strings, int offset) {
    int end = offset;
    while (strings.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - offset];
    strings.get(offset, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
