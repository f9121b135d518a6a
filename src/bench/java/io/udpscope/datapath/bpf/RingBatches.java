package io.udpscope.datapath.bpf;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fills a ring by the program {@code minimal_capture} of src/bench/native/reference.bpf.c and reads
 * it with udpscope's reader. In this package because the reader is nobody else's.
 */
public final class RingBatches implements AutoCloseable {
  /** As the object has it. */
  public static final int RING_BYTES = 16 << 20;

  /** What a record takes in the ring: the kernel's header, ours and 96 bytes of the frame. */
  public static final int RECORD_BYTES = 8 + 32 + 96;

  private static final int FRAME_BYTES = 128;
  private static final int LENGTH = 12;

  private final LibBpf.Functions libbpf = LibBpf.functions();
  private final byte[] frame = new byte[FRAME_BYTES];
  private final long object;
  private final int program;
  private final int link;
  private final RingReader reader;
  private int wrong;

  /**
   * @param interfaceName an interface where nothing moves, to attach the program to: a test run of
   *     one that is attached nowhere waits for grace periods, and the caches grow cold
   */
  public RingBatches(Path objectFile, String interfaceName) throws IOException {
    ByteBuffer image = NativeMemory.of(Files.readAllBytes(objectFile));
    object =
        libbpf.bpf_object__open_mem(NativeMemory.address(image), image.capacity(), LibBpf.NULL);
    int error = object == 0 ? -LibBpf.errno() : libbpf.bpf_object__load(object);
    Reference.reachabilityFence(image);
    if (error < 0) {
      throw new IOException(objectFile + ": " + Errno.text(-error));
    }
    ByteBuffer name = NativeMemory.string("minimal_capture");
    program =
        libbpf.bpf_program__fd(
            libbpf.bpf_object__find_program_by_name(object, NativeMemory.address(name)));
    int ifindex;
    try (Interfaces interfaces = new Interfaces()) {
      ifindex = interfaces.find(interfaceName).index();
    }
    link = libbpf.bpf_link_create(program, ifindex, LibBpf.ATTACH_XDP, LibBpf.NULL);
    if (link < 0) {
      throw new IOException("attaching to " + interfaceName + ": " + Errno.text(-link));
    }
    ByteBuffer ring = NativeMemory.string("ring");
    int fd = libbpf.bpf_object__find_map_fd_by_name(object, NativeMemory.address(ring));
    Reference.reachabilityFence(name);
    Reference.reachabilityFence(ring);
    reader = new RingReader(fd, RING_BYTES, Libc.pageSize());
  }

  /**
   * Writes so many records and reads them.
   *
   * @return nanoseconds a record that reading took
   */
  public double run(int records) {
    TestRun.run(EntryPoint.XDP, program, frame, ProgramRun.Setup.ONCE.withRepeat(records));
    wrong = 0;
    long start = System.nanoTime();
    int read = reader.read(this::check, Integer.MAX_VALUE);
    long nanos = System.nanoTime() - start;
    if (read != records || wrong != 0) {
      throw new IllegalStateException(
          read + " of " + records + " records, and " + wrong + " are wrong");
    }
    return (double) nanos / records;
  }

  private void check(ByteBuffer buffer, int offset, int length) {
    if (buffer.getInt(offset + LENGTH) != FRAME_BYTES) {
      wrong++;
    }
  }

  @Override
  public void close() {
    reader.close();
    Libc.close(link);
    libbpf.bpf_object__close(object);
  }
}
