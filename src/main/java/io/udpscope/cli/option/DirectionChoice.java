package io.udpscope.cli.option;

import io.udpscope.model.Direction;
import java.util.Locale;

/** Which packets taps take ({@code --direction}). Rules act on those that come in alone. */
public enum DirectionChoice {
  IN,
  OUT,
  BOTH;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What this host sends has to be observed. */
  public boolean sent() {
    return this != IN;
  }

  public boolean takes(Direction direction) {
    return this == BOTH || (this == OUT) == (direction == Direction.OUT);
  }
}
