package io.udpscope.app.log;

import java.time.Instant;

/** Something that nobody asked for: an interface went down, a target is reached another way. */
public record LoggedEvent(Instant at, long timeOfDayNanos, Notice notice) implements LogLine {
  @Override
  public String what() {
    return notice.text();
  }
}
