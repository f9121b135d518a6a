package io.udpscope.ffi;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Zeroed memory outside the heap that takes no room until it is written to: pages come from the
 * kernel one after the other (mmap(2), MAP_ANONYMOUS), where {@link ByteBuffer#allocateDirect}
 * writes zeros to all of them at once. Huge pages are not asked for: each may keep its first writer
 * waiting for milliseconds while the kernel makes room for it.
 */
public final class UntouchedMemory {
  private static final Cleaner CLEANER = Cleaner.create();

  private UntouchedMemory() {}

  /**
   * In native byte order. It lives as long as the buffer or a view of it is in use.
   *
   * @throws NoMemoryException if the kernel does not promise so much
   */
  public static ByteBuffer allocate(int bytes) {
    long address =
        Libc.mmap(
            bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
    if (address == -1) {
      throw new NoMemoryException(bytes, Errno.text(Libc.errno()));
    }
    ByteBuffer buffer = NativeMemory.view(address, bytes);
    CLEANER.register(buffer, () -> Libc.munmap(address, bytes));
    return buffer;
  }

  /**
   * Takes room for a stretch of it, as writing would, but leaves what is there. The writer is
   * spared the page faults then. By any thread.
   *
   * @param offset a multiple of the page size
   * @return false if the kernel does not
   */
  public static boolean populate(ByteBuffer memory, int offset, int bytes) {
    long address = NativeMemory.address(memory) + offset;
    int result = Libc.madvise(address, bytes, Libc.MADV_POPULATE_WRITE);
    Reference.reachabilityFence(memory);
    return result == 0;
  }
}
