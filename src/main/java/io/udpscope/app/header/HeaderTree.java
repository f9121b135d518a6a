package io.udpscope.app.header;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of one packet with their fields, all of them, a line each: a header in front of its
 * fields. What of it is shown depends on what the operator has opened and closed.
 */
public record HeaderTree(List<Line> lines) {
  static final HeaderTree EMPTY = new HeaderTree(List.of());

  /**
   * @param depth 0 for a header, 1 for a field of it, 2 for a part of that
   * @param kind tells it from other lines, and is the same in every packet
   * @param from first byte of the frame, counted from 0
   * @param length bytes
   * @param holdsMore lines of a greater depth follow
   * @param open they are shown as long as nobody says otherwise
   */
  public record Line(
      int depth,
      String kind,
      String label,
      String text,
      int from,
      int length,
      boolean holdsMore,
      boolean open) {
    public boolean holds(int at) {
      return at >= from && at < from + length;
    }

    /** Its own lines are shown. */
    public boolean isOpen(Set<String> turned) {
      return holdsMore && open != turned.contains(kind);
    }
  }

  /**
   * The lines that are shown.
   *
   * @param turned kinds that are not as they are at first
   */
  public List<Line> shown(Set<String> turned) {
    List<Line> shown = new ArrayList<>();
    int closed = Integer.MAX_VALUE;
    for (Line line : lines) {
      if (line.depth() > closed) {
        continue;
      }
      closed = line.holdsMore() && !line.isOpen(turned) ? line.depth() : Integer.MAX_VALUE;
      shown.add(line);
    }
    return shown;
  }

  /** The smallest thing that this byte of the frame is part of. */
  public Optional<Line> deepest(int at) {
    Optional<Line> deepest = Optional.empty();
    for (Line line : lines) {
      if (line.holds(at) && (deepest.isEmpty() || line.depth() >= deepest.get().depth())) {
        deepest = Optional.of(line);
      }
    }
    return deepest;
  }

  /** The line that this one belongs to. */
  public Optional<Line> parent(Line line) {
    Optional<Line> parent = Optional.empty();
    for (Line before : lines) {
      if (before == line) {
        break;
      }
      if (before.depth() == line.depth() - 1) {
        parent = Optional.of(before);
      }
    }
    return line.depth() == 0 ? Optional.empty() : parent;
  }

  /** What must be turned, beyond what is, so that this line is shown. */
  public Set<String> opened(Line line, Set<String> turned) {
    Set<String> result = new HashSet<>(turned);
    for (Optional<Line> above = parent(line); above.isPresent(); above = parent(above.get())) {
      if (!above.get().isOpen(turned)) {
        turn(result, above.get().kind());
      }
    }
    return Set.copyOf(result);
  }

  /** As it was, but for this kind. */
  public static Set<String> turned(Set<String> before, String kind) {
    Set<String> result = new HashSet<>(before);
    turn(result, kind);
    return Set.copyOf(result);
  }

  private static void turn(Set<String> turned, String kind) {
    if (!turned.remove(kind)) {
      turned.add(kind);
    }
  }
}
