package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.SessionLayout;
import io.udpscope.datapath.bpf.abi.TupleLayout;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * The tables of clients' sessions with targets, requests in one and answers in the other. They take
 * tens of megabytes, so they are made when a rule wants answers to go back; they stay as long as
 * the datapath, and the oldest sessions make room for new ones.
 */
final class SessionTables {
  /**
   * Of each of the two tables; twice as many as there are sessions at once, for it is not exact.
   */
  private static final int ENTRIES = 131_072;

  private static final int TABLES = 2;

  private final int map;
  private boolean made;

  /**
   * @param map the descriptor of the map {@code sessions}
   */
  SessionTables(int map) {
    this.map = map;
  }

  /**
   * Makes them, if they are not there.
   *
   * @throws DatapathException if there is no memory for them
   */
  void make() {
    for (int index = 0; index < TABLES && !made; index++) {
      int table = create();
      ByteBuffer key = NativeMemory.allocate(Integer.BYTES).putInt(0, index);
      ByteBuffer value = NativeMemory.allocate(Integer.BYTES).putInt(0, table);
      int error = LibBpf.updateElement(map, key, value);
      Libc.close(table); // the map of maps holds it
      if (error < 0) {
        throw new DatapathException(
            "the kernel does not take the table of sessions: " + Errno.text(-error));
      }
    }
    made = true;
  }

  private static int create() {
    ByteBuffer name = NativeMemory.string("udpscope_sess");
    int table =
        LibBpf.functions()
            .bpf_map_create(
                LibBpf.MAP_TYPE_LRU_HASH,
                NativeMemory.address(name),
                TupleLayout.SIZE,
                SessionLayout.SIZE,
                ENTRIES,
                LibBpf.NULL);
    Reference.reachabilityFence(name);
    if (table < 0) {
      throw new DatapathException("cannot make a table of sessions: " + Errno.text(-table));
    }
    return table;
  }
}
