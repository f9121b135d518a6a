package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way for packets from the clients to the target. */
interface Forwarder {
  /** As the table has it. */
  String name();

  TargetPlace target();

  /** Whether clients send to the target's own port, and not to the one that is forwarded. */
  default boolean addressesTarget() {
    return false;
  }

  /** What forwards now. */
  interface Running extends AutoCloseable {
    /** The kernel by itself, until its network goes. */
    Running KERNEL =
        new Running() {
          @Override
          public List<ProcessHandle> processes() {
            return List.of();
          }

          @Override
          public void close() {}
        };

    List<ProcessHandle> processes();

    /** Ends it. */
    @Override
    void close();
  }

  /**
   * Makes our host forward.
   *
   * @param directory for files of its own
   * @return it is ready
   */
  Running startOn(NetworkNamespace host, Path directory) throws IOException, InterruptedException;
}
