package io.udpscope.app;

/** Where the views of conversations and talkers stand. */
public record FlowsView(ListView conversations, ListView talkers) {
  static final FlowsView START = new FlowsView(ListView.START, ListView.START);
}
