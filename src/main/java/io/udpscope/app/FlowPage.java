package io.udpscope.app;

/** The conversations or talkers that the screen asked for. */
public record FlowPage() {
  static final FlowPage EMPTY = new FlowPage();
}
