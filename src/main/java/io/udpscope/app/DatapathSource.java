package io.udpscope.app;

import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.PacketStore;
import io.udpscope.datapath.Datapath;

/**
 * Where a session's datapath comes from. Both calls are made once, on the agent's thread, which the
 * datapath is confined to.
 */
@FunctionalInterface
public interface DatapathSource {
  /**
   * Loads it, with its rules in force, and does not attach it yet.
   *
   * @throws io.udpscope.datapath.DatapathException if the kernel or the interface cannot
   */
  Datapath open();

  /**
   * Attaches it. By now the taps are open, so that the first packet meets them.
   *
   * @throws io.udpscope.datapath.DatapathException if the kernel or the interface cannot
   */
  default void attach() {}

  /** Packets come out of a file, with the times of their own, and nothing is attached. */
  default boolean isFile() {
    return false;
  }

  /**
   * Where the packets go, asked for after {@link #open}.
   *
   * @param bytes of memory that there may be for them
   */
  default GrowingRows store(int bytes) {
    return new PacketStore(bytes);
  }
}
