package io.udpscope.app.log;

import java.time.Instant;

/** Something that happened to the session, as its log has it. */
public sealed interface LogLine permits LoggedChange, LoggedEvent {
  Instant at();

  /** The same moment, local time since midnight. */
  long timeOfDayNanos();

  /** Without when and who. */
  String what();
}
