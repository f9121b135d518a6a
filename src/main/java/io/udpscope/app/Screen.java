package io.udpscope.app;

import io.udpscope.app.layout.LayoutChoice;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import java.util.Optional;

/**
 * How large the screen is, and which panes are on it.
 *
 * @param view what stands in the large pane
 * @param focus the pane that keys act in
 * @param lower which of the lower panes stands where there is room for one
 * @param zoomed the pane that has the body for itself
 */
public record Screen(
    int columns,
    int rows,
    View view,
    Pane focus,
    Pane lower,
    Optional<Pane> zoomed,
    LayoutChoice arrangement) {
  static Screen start(int columns, int rows, Pane focus) {
    return new Screen(
        columns, rows, View.PACKETS, focus, Pane.DETAIL, Optional.empty(), LayoutChoice.DEFAULT);
  }

  Screen resized(int toColumns, int toRows) {
    return new Screen(toColumns, toRows, view, focus, lower, zoomed, arrangement);
  }

  /** Only the packets have lower panes. */
  Screen showing(View next) {
    Pane pane = next != View.PACKETS || focus.isLower() ? Pane.VIEW : focus;
    Optional<Pane> zoom = zoomed.map(before -> Pane.VIEW);
    return new Screen(columns, rows, next, pane, lower, zoom, arrangement);
  }

  Screen focusing(Pane pane) {
    Optional<Pane> zoom = zoomed.map(before -> pane);
    Pane below = pane.isLower() ? pane : lower;
    return new Screen(columns, rows, view, pane, below, zoom, arrangement);
  }

  Screen withLower(Pane pane) {
    return new Screen(columns, rows, view, focus, pane, zoomed, arrangement);
  }

  Screen zoomedIn() {
    return new Screen(columns, rows, view, focus, lower, Optional.of(focus), arrangement);
  }

  Screen unzoomed() {
    return new Screen(columns, rows, view, focus, lower, Optional.empty(), arrangement);
  }

  Screen arranged(LayoutChoice choice) {
    return new Screen(columns, rows, view, focus, lower, zoomed, choice);
  }
}
