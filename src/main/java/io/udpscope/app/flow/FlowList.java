package io.udpscope.app.flow;

import java.util.Optional;

/**
 * How the screen looks at the conversations, or at the talkers.
 *
 * @param top the first row on the screen, from 0
 * @param cursor the chosen row
 * @param chosen what stands there, which the cursor follows; empty until that is known
 */
public record FlowList(FlowQuery query, int top, int cursor, Optional<FlowKey> chosen) {
  public static FlowList of(FlowKind kind) {
    return new FlowList(new FlowQuery(kind, FlowColumn.RATE, false), 0, 0, Optional.empty());
  }

  /** The same in another order, and with the same chosen. */
  public FlowList sorted(FlowColumn column, boolean reversed) {
    return new FlowList(new FlowQuery(query.kind(), column, reversed), top, cursor, chosen);
  }

  /** Of something else, from its start. */
  public FlowList ofKind(FlowKind kind) {
    FlowQuery next = new FlowQuery(kind, query.column(), query.reversed());
    return new FlowList(next, 0, 0, Optional.empty());
  }

  public FlowList at(int row, int height, Optional<FlowKey> key) {
    int first = Math.max(row - Math.max(1, height) + 1, Math.min(top, row));
    return new FlowList(query, Math.max(0, first), row, key);
  }
}
