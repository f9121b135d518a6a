package io.udpscope.ffi;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import jnr.ffi.annotations.Delegate;

/**
 * What libbpf says while something is done, warnings and below, up to a bound. At any other time it
 * is silent, for it would speak on the terminal. One at a time in a process.
 */
public final class LibBpfLog {
  private static final int LINE_BYTES = 1024;
  private static final int MOST_CHARACTERS = 64 << 10;

  private static final int LEVEL_INFO = 1;

  /** {@code libbpf_print_fn_t}; for JNR alone, which wants it public. */
  public interface Print {
    /**
     * @param arguments a {@code va_list}, which is passed as a pointer on x86-64 and on aarch64
     */
    @Delegate
    int print(int level, long format, long arguments);
  }

  /** For JNR alone, which wants it public. */
  public interface Functions {
    long libbpf_set_print(Print function);
  }

  private final StringBuilder text = new StringBuilder();
  private final ByteBuffer line = NativeMemory.allocate(LINE_BYTES);

  private LibBpfLog() {}

  /** Does something, and gives back what libbpf said meanwhile, a line each. */
  public static synchronized String during(Runnable work) {
    LibBpf.functions();
    Functions functions = Binding.bind(Functions.class, "libbpf.so.1");
    LibBpfLog log = new LibBpfLog();
    Print print = log::add;
    functions.libbpf_set_print(print);
    try {
      work.run();
    } finally {
      functions.libbpf_set_print(null);
      Reference.reachabilityFence(print);
    }
    return log.text.toString();
  }

  private int add(int level, long format, long arguments) {
    if (level > LEVEL_INFO || text.length() > MOST_CHARACTERS) {
      return 0;
    }
    Libc.format(line, format, arguments);
    text.append(NativeMemory.text(line));
    return 0;
  }
}
