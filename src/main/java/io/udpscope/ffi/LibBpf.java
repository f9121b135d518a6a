package io.udpscope.ffi;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import jnr.ffi.Runtime;

/**
 * Calls into the system's libbpf 1. As there: a negative number is a negated errno; a null pointer
 * leaves it in {@link #errno()}. A function that the installed version lacks throws {@link
 * UnsatisfiedLinkError} when it is called, and not before.
 */
public final class LibBpf {
  public static final int MAP_TYPE_LRU_HASH = 9;
  public static final int MAP_TYPE_RINGBUF = 27;
  public static final int PROG_TYPE_XDP = 6;
  public static final int ATTACH_XDP = 37;
  public static final int ATTACH_TCX_INGRESS = 46;
  public static final int ATTACH_TCX_EGRESS = 47;

  /** For a hook that takes several programs: before all that are there. */
  public static final int F_BEFORE = 1 << 3;

  public static final int XDP_FLAGS_SKB_MODE = 1 << 1;
  public static final int XDP_FLAGS_DRV_MODE = 1 << 2;

  /** What a call that takes an optional struct is given for none. */
  public static final long NULL = 0;

  private LibBpf() {}

  /** For JNR alone, which wants it public. */
  public interface Functions {
    long libbpf_set_print(long function);

    int libbpf_num_possible_cpus();

    long bpf_object__open_mem(long bytes, long size, long options);

    int bpf_object__load(long object);

    void bpf_object__close(long object);

    long bpf_object__find_program_by_name(long object, long name);

    long bpf_object__next_program(long object, long program);

    long bpf_object__find_map_by_name(long object, long name);

    int bpf_object__find_map_fd_by_name(long object, long name);

    long bpf_program__name(long program);

    int bpf_map__fd(long map);

    int bpf_map__reuse_fd(long map, int fd);

    int bpf_program__set_autoload(long program, boolean autoload);

    int bpf_program__fd(long program);

    int bpf_link_create(int program, int target, int attachType, long options);

    int bpf_xdp_query(int ifindex, int flags, long options);

    int bpf_prog_query_opts(int target, int attachType, long options);

    int bpf_prog_get_fd_by_id(int id);

    int bpf_prog_bind_map(int program, int map, long options);

    int bpf_map_get_fd_by_id(int id);

    int bpf_obj_get_info_by_fd(int fd, long info, long size);

    int bpf_prog_load(
        int type, long name, long license, long instructions, long count, long options);

    int bpf_prog_test_run_opts(int program, long options);

    int bpf_map_create(int type, long name, int key, int value, int entries, long options);

    int bpf_map_lookup_elem(int map, long key, long value);

    int bpf_map_update_elem(int map, long key, long value, long flags);

    int bpf_map_delete_elem(int map, long key);
  }

  /** Bound when first used. */
  private static final class Bound {
    static final Functions FUNCTIONS = bind();
    static final Runtime RUNTIME = Runtime.getRuntime(FUNCTIONS);

    private static Functions bind() {
      Functions functions = Binding.bind(Functions.class, "libbpf.so.1");
      // Nothing of what libbpf has to say may reach the terminal.
      functions.libbpf_set_print(NULL);
      return functions;
    }
  }

  /**
   * The functions themselves.
   *
   * @throws UnsatisfiedLinkError if the system has no {@code libbpf.so.1}
   */
  public static Functions functions() {
    return Bound.FUNCTIONS;
  }

  public static int errno() {
    return Bound.RUNTIME.getLastError();
  }

  public static int updateElement(int map, ByteBuffer key, ByteBuffer value) {
    int result =
        Bound.FUNCTIONS.bpf_map_update_elem(
            map, NativeMemory.address(key), NativeMemory.address(value), 0);
    Reference.reachabilityFence(key);
    Reference.reachabilityFence(value);
    return result;
  }

  public static int lookupElement(int map, ByteBuffer key, ByteBuffer value) {
    int result =
        Bound.FUNCTIONS.bpf_map_lookup_elem(
            map, NativeMemory.address(key), NativeMemory.address(value));
    Reference.reachabilityFence(key);
    Reference.reachabilityFence(value);
    return result;
  }

  public static int deleteElement(int map, ByteBuffer key) {
    int result = Bound.FUNCTIONS.bpf_map_delete_elem(map, NativeMemory.address(key));
    Reference.reachabilityFence(key);
    return result;
  }
}
