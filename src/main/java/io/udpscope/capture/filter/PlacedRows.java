package io.udpscope.capture.filter;

import java.util.Arrays;

/**
 * Rows of a store that were looked at, from one of them on to both sides, and which of them are
 * shown. A shown row has a place, which stays its own whatever is found on either side. A bit a
 * row, in groups that know the place of their first one: a place is found by halving among the
 * groups, then by counting bits. Used by one thread only.
 */
final class PlacedRows {
  /** Leaves room for places in front of it, which come with what is older. */
  private static final long FIRST_PLACE = 1L << 40;

  private static final int GROUP_SHIFT = 12;
  private static final int GROUP_WORDS = (1 << GROUP_SHIFT) / Long.SIZE;

  private static final class Group {
    final long[] shown = new long[GROUP_WORDS];

    /** Those of them that are gaps; null where none is. */
    long[] gaps;

    /** Of the first one that is shown here or behind. */
    long place;
  }

  private Group[] groups = new Group[16];
  private long firstGroup;
  private long endGroup;
  private long low;
  private long high;
  private long first = FIRST_PLACE;
  private long end = FIRST_PLACE;
  private long packets;

  /**
   * @param start the first row that {@link #newer} is about
   */
  PlacedRows(long start) {
    begin(start);
  }

  private void begin(long row) {
    low = row;
    high = row;
    firstGroup = row >> GROUP_SHIFT;
    endGroup = firstGroup;
  }

  /** The oldest row that was looked at. */
  long low() {
    return low;
  }

  /** One more than the newest row that was looked at. */
  long high() {
    return high;
  }

  long first() {
    return first;
  }

  long end() {
    return end;
  }

  /** Packets that are shown; without the gaps. */
  long packets() {
    return packets;
  }

  /** The row behind the newest one was looked at. */
  void newer(boolean shown, boolean gap) {
    long number = high >> GROUP_SHIFT;
    if (number == endGroup) {
      endGroup++;
      create(number, end);
    }
    if (shown) {
      set(group(number), high, gap);
      end++;
    }
    high++;
  }

  /** The row in front of the oldest one was looked at. */
  void older(boolean shown, boolean gap) {
    low--;
    long number = low >> GROUP_SHIFT;
    if (firstGroup == endGroup) {
      endGroup = number + 1;
      firstGroup = number;
      create(number, first);
    } else if (number < firstGroup) {
      firstGroup = number;
      create(number, first);
    }
    if (shown) {
      set(group(number), low, gap);
      group(number).place = --first;
    }
  }

  private void set(Group group, long row, boolean gap) {
    int word = (int) (row >> 6) & GROUP_WORDS - 1;
    group.shown[word] |= 1L << row;
    if (gap) {
      group.gaps = group.gaps == null ? new long[GROUP_WORDS] : group.gaps;
      group.gaps[word] |= 1L << row;
    } else {
      packets++;
    }
  }

  private Group group(long number) {
    return groups[(int) number & groups.length - 1];
  }

  private void create(long number, long place) {
    if (endGroup - firstGroup > groups.length) {
      grow(number);
    }
    Group group = new Group();
    group.place = place;
    groups[(int) number & groups.length - 1] = group;
  }

  /**
   * @param created the one that is not there yet
   */
  private void grow(long created) {
    Group[] grown = new Group[2 * groups.length];
    for (long number = firstGroup; number < endGroup; number++) {
      if (number != created) {
        grown[(int) number & grown.length - 1] = group(number);
      }
    }
    groups = grown;
  }

  /** Rows before this one have made room, and with them their places. */
  void dropBefore(long row) {
    if (row >= high) {
      Arrays.fill(groups, null);
      first = end;
      packets = 0;
      begin(row);
      return;
    }
    if (row <= low) {
      return;
    }
    while (firstGroup + 1 << GROUP_SHIFT <= row) {
      leaveUpTo(group(firstGroup), GROUP_WORDS, 0);
      groups[(int) firstGroup & groups.length - 1] = null;
      firstGroup++;
    }
    Group group = group(firstGroup);
    leaveUpTo(group, (int) (row >> 6) & GROUP_WORDS - 1, (1L << row) - 1);
    group.place = first;
    low = row;
  }

  /** Some of a group make room: of all words before this one, and these of it. */
  private void leaveUpTo(Group group, int word, long mask) {
    for (int before = 0; before < word; before++) {
      leave(group, before, -1L);
    }
    if (mask != 0) {
      leave(group, word, mask);
    }
  }

  private void leave(Group group, int word, long mask) {
    long shown = group.shown[word] & mask;
    long gaps = group.gaps == null ? 0 : group.gaps[word] & mask;
    first += Long.bitCount(shown);
    packets -= Long.bitCount(shown & ~gaps);
    group.shown[word] &= ~mask;
  }

  /** The row at a place, {@link #first} to {@link #end} exclusive. */
  long row(long place) {
    if (place < first || place >= end) {
      throw new IndexOutOfBoundsException(
          "place " + place + " is not among " + first + " to " + (end - 1));
    }
    long number = groupAt(place);
    long[] shown = group(number).shown;
    long left = place - group(number).place;
    int word = 0;
    for (int here = Long.bitCount(shown[0]); left >= here; here = Long.bitCount(shown[word])) {
      left -= here;
      word++;
    }
    long bits = shown[word];
    for (; left > 0; left--) {
      bits &= bits - 1;
    }
    return (number << GROUP_SHIFT) + word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }

  /** The last group that does not begin behind a place; those in front may be empty. */
  private long groupAt(long place) {
    long from = firstGroup;
    long to = endGroup - 1;
    while (from < to) {
      long middle = from + to + 1 >>> 1;
      if (group(middle).place <= place) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  /** The place of the first one that is this row of the store or a newer one. */
  long placeOf(long row) {
    if (row <= low) {
      return first;
    }
    if (row >= high) {
      return end;
    }
    Group group = group(row >> GROUP_SHIFT);
    int word = (int) (row >> 6) & GROUP_WORDS - 1;
    long place = group.place + Long.bitCount(group.shown[word] & (1L << row) - 1);
    for (int i = 0; i < word; i++) {
      place += Long.bitCount(group.shown[i]);
    }
    return place;
  }
}
