package io.udpscope.app;

import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowKind;
import io.udpscope.app.flow.FlowList;
import io.udpscope.app.layout.View;

/** Where the views of conversations and talkers stand. */
public record FlowsView(FlowList conversations, FlowList talkers) {
  static final FlowsView START =
      new FlowsView(FlowList.of(FlowKind.CONVERSATIONS), FlowList.of(FlowKind.SOURCES));

  /** In a file, its last second is no better than any other. */
  static final FlowsView OF_FILE =
      new FlowsView(
          FlowList.of(FlowKind.CONVERSATIONS).sorted(FlowColumn.PACKETS, false),
          FlowList.of(FlowKind.SOURCES).sorted(FlowColumn.PACKETS, false));

  static boolean has(View view) {
    return view == View.CONVERSATIONS || view == View.TALKERS;
  }

  /** The list of one of the two views. */
  public FlowList list(View view) {
    return view == View.CONVERSATIONS ? conversations : talkers;
  }

  FlowsView with(View view, FlowList list) {
    return view == View.CONVERSATIONS
        ? new FlowsView(list, talkers)
        : new FlowsView(conversations, list);
  }
}
