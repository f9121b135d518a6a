package io.udpscope.ffi;

/** The kernel does not promise as much memory as was asked for. */
public final class NoMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoMemoryException(long bytes, String reason) {
    super("cannot have " + (bytes >> 20) + " MiB of memory: " + reason);
  }
}
