package io.udpscope.app;

import io.udpscope.model.UdpSocket;
import java.util.OptionalLong;

/** A line of the view of path health. */
public sealed interface HealthLine {
  /** A counter that should not have grown, and did. */
  record Trouble(PathCounter counter, long total, OptionalLong perSecond) implements HealthLine {}

  /** A sentence. */
  record Text(Tone tone, String text) implements HealthLine {}

  /** A socket of the ports asked for. */
  record Socket(HealthReport.Listener listener) implements HealthLine {
    public UdpSocket socket() {
      return listener.socket();
    }
  }

  /** A step of the path. */
  record Figure(PathCounter counter, long total, OptionalLong perSecond) implements HealthLine {}

  /** How a sentence is meant. */
  enum Tone {
    PLAIN,
    HEADING,
    GOOD,
    WARNING,
    ALARM
  }
}
