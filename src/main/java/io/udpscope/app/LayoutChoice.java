package io.udpscope.app;

/**
 * How the operator has arranged the panes.
 *
 * @param scheme which of the arrangements, from 0
 * @param taller rows that the rules pane has beyond what it would have, or fewer
 * @param wider columns that the detail pane has beyond what it would have, or fewer
 */
public record LayoutChoice(int scheme, int taller, int wider) {
  static final LayoutChoice DEFAULT = new LayoutChoice(0, 0, 0);
}
