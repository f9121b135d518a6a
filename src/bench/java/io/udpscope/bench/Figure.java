package io.udpscope.bench;

import java.util.Locale;

/**
 * One row of the table.
 *
 * @param unit of what was measured and of the reference
 * @param reference measured in the same run; NaN where the target is an absolute one
 * @param target what the ratio to the reference, or without one the measured value, may be at most;
 *     NaN if there is none
 */
public record Figure(String metric, String unit, double measured, double reference, double target) {
  /** A figure to be seen in relation to another. */
  static Figure ratio(String metric, String unit, double measured, double reference, double most) {
    return new Figure(metric, unit, measured, reference, most);
  }

  /** A figure that stands for itself. */
  static Figure absolute(String metric, String unit, double measured, double most) {
    return new Figure(metric, unit, measured, Double.NaN, most);
  }

  double ratio() {
    return measured / reference;
  }

  boolean hasReference() {
    return !Double.isNaN(reference);
  }

  boolean hasTarget() {
    return !Double.isNaN(target);
  }

  boolean met() {
    return (hasReference() ? ratio() : measured) <= target;
  }

  /** Yes, no, or a dash where there is no target. */
  String verdict() {
    return hasTarget() ? met() ? "yes" : "NO" : "-";
  }

  /** A number with as many decimals as it deserves; a dash for none. */
  static String format(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
  }
}
