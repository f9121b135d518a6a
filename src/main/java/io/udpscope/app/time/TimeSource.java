package io.udpscope.app.time;

import java.time.Instant;

/** The clocks of the machine, or those of a test. */
public interface TimeSource {
  /** On the clock that the records bear. */
  long monotonicNanos();

  Instant wallClock();

  /**
   * The machine's. {@link System#nanoTime} of HotSpot on Linux is CLOCK_MONOTONIC, the clock of
   * bpf_ktime_get_ns() (os::javaTimeNanos in os_posix.cpp), so that both can be compared.
   */
  TimeSource SYSTEM =
      new TimeSource() {
        @Override
        public long monotonicNanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wallClock() {
          return Instant.now();
        }
      };
}
