package io.udpscope.app.find;

import io.udpscope.app.page.ByteRange;

/** What has come of the newest search. Each bears the number under which it was asked for. */
public sealed interface SearchNews {
  SearchNews NONE = new Stopped(0);

  long ticket();

  /** There is none, or the operator has ended it. */
  record Stopped(long ticket) implements SearchNews {}

  /**
   * @param percent of the packets that are shown
   */
  record Searching(long ticket, int percent) implements SearchNews {}

  /**
   * @param row of the store
   * @param bytes of the frame in it
   * @param wrapped the search went on from the other end
   */
  record Found(long ticket, long row, ByteRange bytes, boolean wrapped) implements SearchNews {}

  /** It is nowhere, or it could not be looked for: {@code why} says which. */
  record Missed(long ticket, String why) implements SearchNews {}
}
