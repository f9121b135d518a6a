package io.udpscope.datapath;

/** What happened to an interface of the session. */
public sealed interface DatapathEvent {
  String interfaceName();

  record InterfaceDown(String interfaceName) implements DatapathEvent {}

  record InterfaceUp(String interfaceName) implements DatapathEvent {}

  /** Deleted, or moved to another network namespace; the kernel has detached the program. */
  record InterfaceGone(String interfaceName) implements DatapathEvent {}
}
