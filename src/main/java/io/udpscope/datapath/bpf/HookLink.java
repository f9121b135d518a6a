package io.udpscope.datapath.bpf;

/** A program at one hook of an interface. Closing it takes the program away, and nothing else. */
interface HookLink extends AutoCloseable {
  @Override
  void close();
}
