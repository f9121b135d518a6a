package io.udpscope.datapath.bpf.abi;

import java.util.List;

/**
 * A struct of {@code udpscope_abi.h} as Java believes it to be.
 *
 * @param name as in C
 * @param size bytes
 * @param fields every one, in order, padding included
 */
public record StructLayout(String name, int size, List<Field> fields) {
  /**
   * @param offset bytes from the start of the struct
   * @param size bytes; 0 for a flexible array at the end
   */
  public record Field(String name, int offset, int size) {}

  public StructLayout {
    fields = List.copyOf(fields);
  }

  static Field field(String name, int offset, int size) {
    return new Field(name, offset, size);
  }
}
