package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;

/** A way for packets from the clients to the target. */
interface Forwarder {
  /** As the table has it. */
  String name();

  /** Whether there is a host between the clients and the target. */
  default boolean needsHost() {
    return true;
  }

  /** Whether clients send to the target itself, and not to our host. */
  default boolean addressesTarget() {
    return false;
  }

  /**
   * Makes our host forward.
   *
   * @param directory for files of its own
   * @return what ends it; it is ready
   */
  AutoCloseable startOn(NetworkNamespace host, Path directory)
      throws IOException, InterruptedException;
}
