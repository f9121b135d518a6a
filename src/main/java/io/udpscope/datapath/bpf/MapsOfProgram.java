package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The maps of a program that somebody else has loaded, by their names. */
final class MapsOfProgram implements AutoCloseable {
  /** {@code struct bpf_prog_info}, as far as the name. */
  private static final int PROGRAM_BYTES = 80;

  private static final int PROGRAM_MAP_COUNT = 52;
  private static final int PROGRAM_MAP_IDS = 56;

  /** {@code struct bpf_map_info}, as far as the name. */
  private static final int MAP_BYTES = 40;

  private static final int MAP_VALUE_BYTES = 12;
  private static final int MAP_ENTRIES = 16;
  private static final int MAP_NAME = 24;
  private static final int NAME_BYTES = 16;

  /** BPF's MAX_USED_MAPS. */
  private static final int MAX_MAPS = 64;

  /**
   * @param valueBytes of one entry
   */
  private record Found(int fd, int valueBytes, int entries) {}

  private final Map<String, Found> byName = new HashMap<>();

  /**
   * @param program the kernel's number of it
   * @throws DatapathException if it has gone, or we may not look
   */
  MapsOfProgram(int program) {
    try {
      for (int id : ids(program)) {
        add(id);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int[] ids(int program) {
    int fd = checked(LibBpf.functions().bpf_prog_get_fd_by_id(program));
    try {
      ByteBuffer ids = NativeMemory.allocate(MAX_MAPS * Integer.BYTES);
      ByteBuffer info = NativeMemory.allocate(PROGRAM_BYTES);
      info.putInt(PROGRAM_MAP_COUNT, MAX_MAPS).putLong(PROGRAM_MAP_IDS, NativeMemory.address(ids));
      tell(fd, info);
      Reference.reachabilityFence(ids);
      int[] result = new int[Math.min(MAX_MAPS, info.getInt(PROGRAM_MAP_COUNT))];
      ids.asIntBuffer().get(result);
      return result;
    } finally {
      Libc.close(fd);
    }
  }

  private void add(int id) {
    int fd = checked(LibBpf.functions().bpf_map_get_fd_by_id(id));
    try {
      ByteBuffer info = NativeMemory.allocate(MAP_BYTES);
      tell(fd, info);
      String name = NativeMemory.text(info.slice(MAP_NAME, NAME_BYTES));
      byName.put(name, new Found(fd, info.getInt(MAP_VALUE_BYTES), info.getInt(MAP_ENTRIES)));
    } catch (RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static void tell(int fd, ByteBuffer info) {
    ByteBuffer size = NativeMemory.allocate(Integer.BYTES).putInt(0, info.capacity());
    checked(
        LibBpf.functions()
            .bpf_obj_get_info_by_fd(fd, NativeMemory.address(info), NativeMemory.address(size)));
    Reference.reachabilityFence(size);
  }

  private static int checked(int result) {
    if (result == -Errno.EPERM || result == -Errno.EACCES) {
      throw Privilege.missingRoot("look at another session");
    }
    if (result < 0) {
      throw new DatapathException("the session has just ended (" + Errno.text(-result) + ")");
    }
    return result;
  }

  /** Whether there is such a map, of this size. */
  boolean has(String name, long valueBytes, int entries) {
    Found found = byName.get(name);
    return found != null && found.valueBytes() == valueBytes && found.entries() == entries;
  }

  /** The descriptor of a map that is there; it belongs to this. */
  int fd(String name) {
    return byName.get(name).fd();
  }

  /** The first entry of an array. */
  ByteBuffer first(String name) {
    ByteBuffer value = NativeMemory.allocate(byName.get(name).valueBytes());
    checked(LibBpf.lookupElement(fd(name), NativeMemory.allocate(Integer.BYTES), value));
    return value;
  }

  @Override
  public void close() {
    byName.values().forEach(found -> Libc.close(found.fd()));
    byName.clear();
  }
}
