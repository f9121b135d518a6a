package io.udpscope.ffi;

import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;

/** Binds the functions of a library, each when it is first called. */
final class Binding {
  static {
    // JNR's own machine code for calls passes garbage as the sixth argument (2.3.4: mmap's offset,
    // the options of bpf_map_create). Its other way is as fast, and faster to set up.
    System.setProperty("jnr.ffi.x86asm.enabled", "false");
  }

  /** Where a package has libraries of its own; null without one. */
  private static final String BESIDE = System.getProperty("udpscope.libraries");

  private Binding() {}

  /**
   * One that the package brings goes before the system's.
   *
   * @param library as the dynamic linker knows it
   * @throws UnsatisfiedLinkError if it is not installed
   */
  static <T> T bind(Class<T> functions, String library) {
    Path beside = BESIDE == null ? null : Path.of(BESIDE, library);
    boolean brought = beside != null && Files.exists(beside);
    return LibraryLoader.create(functions).load(brought ? beside.toString() : library);
  }
}
