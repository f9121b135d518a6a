package io.udpscope.datapath.bpf;

import io.udpscope.datapath.TapOptions;
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
  public static final int RING_BYTES = TapOptions.DEFAULT_RING_BYTES;

  /** What a record takes in the ring: the kernel's header, ours and 96 bytes of the frame. */
  public static final int RECORD_BYTES = 8 + 32 + 96;

  private static final int FRAME_BYTES = 128;
  private static final int LENGTH = 12;

  private final LibBpf.Functions libbpf = LibBpf.functions();
  private final byte[] frame = new byte[FRAME_BYTES];
  private final long object;
  private final int program;
  private final RingReader reader;
  private long sum;

  public RingBatches(Path objectFile) throws IOException {
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
    TestRun.run(program, frame, ProgramRun.Setup.ONCE.withRepeat(records));
    sum = 0;
    long start = System.nanoTime();
    int read = reader.read(this::add, Integer.MAX_VALUE);
    long nanos = System.nanoTime() - start;
    if (read != records || sum != (long) records * FRAME_BYTES) {
      throw new IllegalStateException(read + " of " + records + " records, adding up to " + sum);
    }
    return (double) nanos / records;
  }

  private void add(ByteBuffer buffer, int offset, int length) {
    sum += buffer.getInt(offset + LENGTH);
  }

  @Override
  public void close() {
    reader.close();
    libbpf.bpf_object__close(object);
  }
}
