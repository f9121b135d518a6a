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
import java.util.Set;

/** The compiled program and its maps, loaded into the kernel. Closing it lets go of all of them. */
final class BpfObject implements AutoCloseable {
  private static final String RESOURCE = "udpscope.bpf.o";
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
   * Loads the object of the class path with the programs for these links.
   *
   * @throws DatapathException if the kernel refuses, with what its verifier said
   */
  static BpfObject load(Set<LinkType> links) {
    return load(bytes(), links);
  }

  static BpfObject load(byte[] bytes, Set<LinkType> links) {
    AbiCheck.check(bytes);
    LibBpf.Functions libbpf = bind();
    // Kernels before 5.11 charge maps to this limit. A refusal matters only there, and shows below.
    Libc.unlimit(Libc.RLIMIT_MEMLOCK);
    ByteBuffer image = NativeMemory.of(bytes);
    long object = open(libbpf, image, null);
    BpfObject loaded = new BpfObject(libbpf, object);
    try {
      int error = loaded.loadPrograms(links);
      if (error != 0) {
        throw refused(libbpf, image, links, -error);
      }
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    } finally {
      Reference.reachabilityFence(image);
    }
    return loaded;
  }

  static byte[] bytes() {
    try (InputStream in = BpfObject.class.getResourceAsStream(RESOURCE)) {
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

  private int loadPrograms(Set<LinkType> links) {
    for (LinkType link : LinkType.values()) {
      libbpf.bpf_program__set_autoload(program(link), links.contains(link));
    }
    return libbpf.bpf_object__load(object);
  }

  /** Loads once more, this time listening, for the sake of the message. */
  private static DatapathException refused(
      LibBpf.Functions libbpf, ByteBuffer image, Set<LinkType> links, int errno) {
    ByteBuffer verifier = NativeMemory.allocate(LOG_BYTES);
    String said =
        LibBpfLog.during(
            () -> {
              try (BpfObject again = new BpfObject(libbpf, open(libbpf, image, verifier))) {
                again.loadPrograms(links);
              }
            });
    LoadLog log = new LoadLog(NativeMemory.text(verifier), said);
    // The verifier, too, refuses with EACCES.
    if (errno == Errno.EPERM || errno == Errno.EACCES && !log.isVerifiers()) {
      return Privilege.missing("load the datapath");
    }
    String why = log.summary().isEmpty() ? "" : " (" + log.summary() + ")";
    return new DatapathException(
        "the kernel refuses the datapath: "
            + Errno.text(errno)
            + why
            + "; it needs Linux 5.18 or newer with BPF",
        log.asCause());
  }

  private long program(LinkType link) {
    ByteBuffer name = NativeMemory.string(link.program());
    long program = libbpf.bpf_object__find_program_by_name(object, NativeMemory.address(name));
    Reference.reachabilityFence(name);
    if (program == 0) {
      throw new IllegalStateException("the object has no program " + link.program());
    }
    return program;
  }

  /** The descriptor of a program that was loaded; it belongs to this object. */
  int programFd(LinkType link) {
    return libbpf.bpf_program__fd(program(link));
  }

  /** The descriptor of a map; it belongs to this object. */
  int mapFd(String mapName) {
    ByteBuffer name = NativeMemory.string(mapName);
    int fd = libbpf.bpf_object__find_map_fd_by_name(object, NativeMemory.address(name));
    Reference.reachabilityFence(name);
    if (fd < 0) {
      throw new IllegalStateException("the object has no map " + mapName);
    }
    return fd;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libbpf.bpf_object__close(object);
    }
  }
}
