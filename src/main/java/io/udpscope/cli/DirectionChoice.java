package io.udpscope.cli;

import io.udpscope.model.Direction;
import java.util.Locale;

/** Which packets taps take ({@code --direction}). Rules act on those that come in alone. */
enum DirectionChoice {
  IN,
  OUT,
  BOTH;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What this host sends has to be observed. */
  boolean sent() {
    return this != IN;
  }

  boolean takes(Direction direction) {
    return this == BOTH || (this == OUT) == (direction == Direction.OUT);
  }
}
