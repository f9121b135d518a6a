package io.udpscope.datapath.bpf;

/** A program at one hook of an interface. Closing it takes the program away, and nothing else. */
interface HookLink extends AutoCloseable {
  /** Whether it stays behind a process that is killed. */
  boolean outlivesProcess();

  @Override
  void close();
}
