package io.udpscope.ffi;

import jnr.ffi.LibraryLoader;

/** Binds the functions of a library, each when it is first called. */
final class Binding {
  static {
    // JNR's own machine code for calls passes garbage as the sixth argument (2.3.4: mmap's offset,
    // the options of bpf_map_create). Its other way is as fast, and faster to set up.
    System.setProperty("jnr.ffi.x86asm.enabled", "false");
  }

  private Binding() {}

  /**
   * @param library as the dynamic linker knows it
   * @throws UnsatisfiedLinkError if it is not installed
   */
  static <T> T bind(Class<T> functions, String library) {
    return LibraryLoader.create(functions).load(library);
  }
}
