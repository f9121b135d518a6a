package io.udpscope.app.flow;

import io.udpscope.model.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * The conversations or talkers that the screen asked for, as they stood when a second was over.
 *
 * @param window what was asked for; empty: nothing
 * @param top the first row that is here, from 0
 * @param all how many rows there are
 * @param chosenRow where the chosen one of the window stands; -1 if none was, or it has made room
 * @param rows in order
 * @param forgotten how many have made room for others
 * @param leftOut packets that were not counted, since there were too many at once
 * @param total of all counted packets, those of the forgotten ones among them
 */
public record FlowPage(
    Optional<FlowWindow> window,
    int top,
    int all,
    int chosenRow,
    List<FlowRow> rows,
    long forgotten,
    long leftOut,
    Traffic total) {
  public static final FlowPage EMPTY =
      new FlowPage(Optional.empty(), 0, 0, -1, List.of(), 0, 0, Traffic.NONE);

  /** It has rows of this list. */
  public boolean isOf(FlowQuery query) {
    return window.isPresent() && window.get().query().equals(query);
  }

  /** What stands there, if it is here. */
  public Optional<FlowRow> row(int at) {
    int index = at - top;
    return index >= 0 && index < rows.size() ? Optional.of(rows.get(index)) : Optional.empty();
  }
}
