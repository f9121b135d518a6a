package io.udpscope.app.export;

import java.io.IOException;

/** A file that is being written, a slice of time after another. The agent's. */
interface Export {
  /**
   * Goes on for about so long.
   *
   * @return whether it is whole
   */
  boolean advance(long sliceNanos) throws IOException;

  /** How far it is: {@code 12,000 of 100,000 packets}. */
  String progress();

  /** What is in it, now that it is whole. */
  String summary();

  /** Ends it as it is: takes away what is of no use, and says what is left. */
  String abandon();
}
