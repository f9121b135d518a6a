package io.udpscope.app;

import java.util.Set;

/**
 * How the detail and bytes panes look at a packet, whichever it is.
 *
 * @param turned kinds of lines that are not open or closed as they are at first
 * @param byteCursor the chosen byte of the frame, from 0
 */
public record DetailView(Set<String> turned, int byteCursor) {
  static final DetailView START = new DetailView(Set.of(), 0);

  DetailView turned(Set<String> others) {
    return new DetailView(others, byteCursor);
  }

  DetailView at(int other) {
    return new DetailView(turned, other);
  }
}
