package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.AbiCheck;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.LibBpfLog;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/** A compiled object, loaded into the kernel. Closing it lets go of its programs and maps. */
final class BpfObject implements AutoCloseable {
  private static final int LOG_BYTES = 4 << 20;

  /** Offsets in {@code struct bpf_object_open_opts} (bpf/libbpf.h); they only ever grow. */
  private static final int OPTIONS_BYTES = 80;

  private static final int OPTIONS_NAME = 8;
  private static final int OPTIONS_LOG = 56;
  private static final int OPTIONS_LOG_BYTES = 64;

  private final LibBpf.Functions libbpf;
  private final long object;
  private boolean closed;

  private BpfObject(LibBpf.Functions libbpf, long object) {
    this.libbpf = libbpf;
    this.object = object;
  }

  /**
   * What to load of an object.
   *
   * @param bytes of the object file
   * @param programs the names of those that are wanted; the others are left out
   * @param maps descriptors of maps that are there already, by their names; the others are made
   */
  record Request(byte[] bytes, Set<String> programs, Map<String, Integer> maps) {}

  /**
   * @throws DatapathException if the kernel refuses, with what its verifier said
   */
  static BpfObject load(Request request) {
    AbiCheck.check(request.bytes());
    LibBpf.Functions libbpf = bind();
    // Kernels before 5.11 charge maps to this limit. A refusal matters only there, and shows below.
    Libc.unlimit(Libc.RLIMIT_MEMLOCK);
    ByteBuffer image = NativeMemory.of(request.bytes());
    BpfObject loaded = new BpfObject(libbpf, open(libbpf, image, null));
    try {
      int error = loaded.loadPrograms(request);
      if (error != 0) {
        throw refused(libbpf, image, request, -error);
      }
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    } finally {
      Reference.reachabilityFence(image);
    }
    return loaded;
  }

  /** An object file of the class path. */
  static byte[] bytes(String name) {
    try (InputStream in = BpfObject.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new DatapathException("the datapath's object is not in this build: build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LibBpf.Functions bind() {
    try {
      return LibBpf.functions();
    } catch (LinkageError e) {
      throw new DatapathException(
          "libbpf.so.1 is not to be found: install it (Debian: apt install libbpf1)", e);
    }
  }

  private static long open(LibBpf.Functions libbpf, ByteBuffer image, ByteBuffer log) {
    ByteBuffer name = NativeMemory.string("udpscope");
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    options.putLong(OPTIONS_NAME, NativeMemory.address(name));
    if (log != null) {
      options.putLong(OPTIONS_LOG, NativeMemory.address(log));
      options.putLong(OPTIONS_LOG_BYTES, log.capacity());
    }
    long object =
        libbpf.bpf_object__open_mem(
            NativeMemory.address(image), image.capacity(), NativeMemory.address(options));
    Reference.reachabilityFence(name);
    Reference.reachabilityFence(options);
    if (object == 0) {
      throw new DatapathException(
          "libbpf cannot read the datapath's object: " + Errno.text(LibBpf.errno()));
    }
    return object;
  }

  private int loadPrograms(Request request) {
    for (long program = next(0); program != 0; program = next(program)) {
      String name = NativeMemory.textAt(libbpf.bpf_program__name(program));
      libbpf.bpf_program__set_autoload(program, request.programs().contains(name));
    }
    for (Map.Entry<String, Integer> map : request.maps().entrySet()) {
      int error = libbpf.bpf_map__reuse_fd(map(map.getKey()), map.getValue());
      if (error != 0) {
        return error;
      }
    }
    return libbpf.bpf_object__load(object);
  }

  private long next(long program) {
    return libbpf.bpf_object__next_program(object, program);
  }

  /** Loads once more, this time listening, for the sake of the message. */
  private static DatapathException refused(
      LibBpf.Functions libbpf, ByteBuffer image, Request request, int errno) {
    ByteBuffer verifier = NativeMemory.allocate(LOG_BYTES);
    String said =
        LibBpfLog.during(
            () -> {
              try (BpfObject again = new BpfObject(libbpf, open(libbpf, image, verifier))) {
                again.loadPrograms(request);
              }
            });
    LoadLog log = new LoadLog(NativeMemory.text(verifier), said);
    // The verifier, too, refuses with EACCES what is wrong.
    if (errno == Errno.EPERM || errno == Errno.EACCES && !log.isVerdictOnTheProgram()) {
      return Privilege.missing("load the datapath");
    }
    String why = log.summary().isEmpty() ? "" : " (" + log.summary() + ")";
    return new DatapathException(
        "the kernel refuses the datapath: " + Errno.text(errno) + why + "; " + advice(errno, log),
        log.asCause());
  }

  private static String advice(int errno, LoadLog log) {
    if (errno == Errno.ENOMEM) {
      return "free some memory, or raise the limit of the container or service";
    }
    String kernel = "it needs Linux 6.1 or newer with BPF";
    return log.isVerdictOnTheProgram()
        ? kernel + ", and --debug shows what the verifier said"
        : kernel;
  }

  /** The descriptor of a program that was loaded; it belongs to this object. */
  int programFd(String programName) {
    ByteBuffer name = NativeMemory.string(programName);
    long program = libbpf.bpf_object__find_program_by_name(object, NativeMemory.address(name));
    Reference.reachabilityFence(name);
    if (program == 0) {
      throw new IllegalStateException("the object has no program " + programName);
    }
    return libbpf.bpf_program__fd(program);
  }

  /**
   * Says that a map belongs to a program which does not use it: who finds the program finds it,
   * too.
   */
  void bind(String programName, String mapName) {
    libbpf.bpf_prog_bind_map(programFd(programName), mapFd(mapName), LibBpf.NULL);
  }

  /** The descriptor of a map; it belongs to this object. */
  int mapFd(String mapName) {
    return libbpf.bpf_map__fd(map(mapName));
  }

  private long map(String mapName) {
    ByteBuffer name = NativeMemory.string(mapName);
    long map = libbpf.bpf_object__find_map_by_name(object, NativeMemory.address(name));
    Reference.reachabilityFence(name);
    if (map == 0) {
      throw new IllegalStateException("the object has no map " + mapName);
    }
    return map;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libbpf.bpf_object__close(object);
    }
  }
}
