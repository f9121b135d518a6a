package io.udpscope.ui;

import java.util.List;

/** Figures as bars of characters; without UTF-8 {@link DisplayText} has others for them. */
final class Bars {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

  private Bars() {}

  /** The newest of them, each as high as it is to the highest of those that are shown. */
  static String heights(List<Long> values, int room) {
    int count = Math.max(0, Math.min(room, values.size()));
    List<Long> shown = values.subList(values.size() - count, values.size());
    long highest = 1;
    for (long value : shown) {
      highest = Math.max(highest, value);
    }
    StringBuilder bars = new StringBuilder(count);
    for (long value : shown) {
      bars.append(HEIGHTS.charAt((int) (value * (HEIGHTS.length() - 1) / highest)));
    }
    return bars.toString();
  }

  /** A part of a whole, lying, up to {@code width} long; what is more than nothing is seen. */
  static String length(long part, long whole, int width) {
    if (part <= 0 || whole <= 0) {
      return "";
    }
    long signs = Math.min(width, Math.max(1, Math.round((double) part * width / whole)));
    return "█".repeat((int) signs);
  }
}
