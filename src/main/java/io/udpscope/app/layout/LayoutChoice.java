package io.udpscope.app.layout;

/**
 * How the operator has arranged the panes.
 *
 * @param ruleRows that the rules pane has beyond what it would have, or fewer
 * @param lowerRows that what is below the upper one of two panes has beyond that, or fewer
 * @param leftColumns that what is left of another pane has beyond that, or fewer
 */
public record LayoutChoice(Scheme scheme, int ruleRows, int lowerRows, int leftColumns) {
  public static final LayoutChoice DEFAULT = new LayoutChoice(Scheme.STACKED, 0, 0, 0);

  /** Where the packets' lower panes stand. */
  public enum Scheme {
    STACKED("detail and bytes below the packets"),
    SIDE_BY_SIDE("detail and bytes beside the packets"),
    PACKETS("packets with all of the room"),
    ;

    private final String words;

    Scheme(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    public Scheme next() {
      Scheme[] all = values();
      return all[(ordinal() + 1) % all.length];
    }
  }

  public LayoutChoice with(Scheme other) {
    return new LayoutChoice(other, ruleRows, lowerRows, leftColumns);
  }

  public LayoutChoice withRuleRows(int more) {
    return new LayoutChoice(scheme, ruleRows + more, lowerRows, leftColumns);
  }

  public LayoutChoice withLowerRows(int more) {
    return new LayoutChoice(scheme, ruleRows, lowerRows + more, leftColumns);
  }

  public LayoutChoice withLeftColumns(int more) {
    return new LayoutChoice(scheme, ruleRows, lowerRows, leftColumns + more);
  }
}
