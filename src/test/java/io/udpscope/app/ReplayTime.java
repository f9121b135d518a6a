package io.udpscope.app;

import io.udpscope.app.time.TimeSource;
import io.udpscope.datapath.replay.ReplayDatapath;
import java.time.Instant;

/** The clocks of a session whose time goes by as its datapath is told. */
record ReplayTime(ReplayDatapath datapath) implements TimeSource {
  private static final Instant START = Instant.parse("2026-11-20T02:13:45Z");

  @Override
  public long monotonicNanos() {
    return datapath.nowNanos();
  }

  @Override
  public Instant wallClock() {
    return START.plusNanos(datapath.nowNanos() - ReplayDatapath.START_NANOS);
  }
}
