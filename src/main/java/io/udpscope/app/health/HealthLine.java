package io.udpscope.app.health;

import io.udpscope.model.UdpSocket;
import java.util.OptionalLong;

/** A line of the view of path health. */
public sealed interface HealthLine {
  /** As one copies it. */
  String text();

  /** A counter that should not have grown, and did. */
  record Trouble(PathCounter counter, long total, OptionalLong perSecond) implements HealthLine {
    @Override
    public String text() {
      return counted(counter, total) + ": " + counter.meaning();
    }
  }

  /** A sentence. */
  record Text(Tone tone, String text) implements HealthLine {}

  /** A socket of the ports asked for. */
  record Socket(HealthReport.Listener listener) implements HealthLine {
    public UdpSocket socket() {
      return listener.socket();
    }

    @Override
    public String text() {
      return socket().endpoint()
          + listener.owner().map(owner -> " " + owner.name() + " (" + owner.pid() + ")").orElse("")
          + " queue "
          + socket().queuedBytes()
          + " drops "
          + socket().drops();
    }
  }

  /** A step of the path. */
  record Figure(PathCounter counter, long total, OptionalLong perSecond) implements HealthLine {
    @Override
    public String text() {
      return counted(counter, total);
    }
  }

  private static String counted(PathCounter counter, long total) {
    return counter.step().word() + " " + counter.label() + " " + total;
  }

  /** How a sentence is meant. */
  enum Tone {
    PLAIN,
    HEADING,
    GOOD,
    WARNING,
    ALARM
  }
}
