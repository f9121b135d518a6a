package io.udpscope.capture.file;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Sections of a pcapng file and the interfaces that they describe, as far as it has been read: what
 * a block means that is entered in the middle. An interface's place in the list of all is that of
 * its section's first one and its number in the section.
 */
final class Sections {
  /** Beyond so many, a file is not meant to be read. */
  static final int MAX_SECTIONS = 65_536;

  static final int MAX_INTERFACES = 16_384;

  private long[] starts = new long[4];
  private boolean[] littleEndian = new boolean[4];
  private int[] firstInterfaces = new int[4];
  private int count;
  private int current = -1;

  private final List<FileInterface> interfaces = new ArrayList<>();
  private final List<FileInterface> view = Collections.unmodifiableList(interfaces);
  private long[] described = new long[4];

  /** Enters a section: a new one, or one that was entered before. */
  void begin(long position, ByteOrder order) throws DamagedException {
    if (count == 0 || position > starts[count - 1]) {
      add(position, order);
    }
    seek(position);
  }

  private void add(long position, ByteOrder order) throws DamagedException {
    if (count == MAX_SECTIONS) {
      throw new DamagedException("more than " + MAX_SECTIONS + " sections");
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      littleEndian = Arrays.copyOf(littleEndian, 2 * count);
      firstInterfaces = Arrays.copyOf(firstInterfaces, 2 * count);
    }
    starts[count] = position;
    littleEndian[count] = order == ByteOrder.LITTLE_ENDIAN;
    firstInterfaces[count] = interfaces.size();
    count++;
  }

  /** The current section is the one that this place of the file is in. */
  void seek(long position) {
    int found = Arrays.binarySearch(starts, 0, count, position);
    current = found >= 0 ? found : -found - 2;
  }

  ByteOrder order() {
    return littleEndian[current] ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /** An interface described at this place is not known yet. */
  boolean isNews(long position) {
    return interfaces.isEmpty() || position > described[interfaces.size() - 1];
  }

  void describe(long position, FileInterface one) throws DamagedException {
    int known = interfaces.size();
    if (known == MAX_INTERFACES) {
      throw new DamagedException("more than " + MAX_INTERFACES + " interfaces");
    }
    if (known == described.length) {
      described = Arrays.copyOf(described, 2 * known);
    }
    described[known] = position;
    interfaces.add(one);
  }

  /**
   * Where an interface stands in the list of all.
   *
   * @param number in its section, from 0
   * @param position of the packet that names it, in the current section
   * @return -1 if none of that number is described before the packet
   */
  int index(long number, long position) {
    int end = current + 1 < count ? firstInterfaces[current + 1] : interfaces.size();
    long index = firstInterfaces[current] + number;
    return index < end && described[(int) index] < position ? (int) index : -1;
  }

  List<FileInterface> interfaces() {
    return view;
  }
}
