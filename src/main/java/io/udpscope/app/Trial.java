package io.udpscope.app;

import io.udpscope.app.log.Announcer;
import io.udpscope.app.log.Notice;
import java.util.Optional;

/** The preview of the newest change, which goes on while it is in force. The agent's. */
final class Trial {
  private static final long SLICE_NANOS = 5_000_000;

  private final Announcer announcer;
  private Optional<Preview> preview = Optional.empty();
  private String change = "";
  private boolean warned;

  Trial(Announcer announcer) {
    this.announcer = announcer;
  }

  /**
   * In place of the one before.
   *
   * @param text of the change, said in front of what the preview finds
   */
  void begin(Preview next, String text, boolean isWarning) {
    preview = Optional.of(next);
    change = text;
    warned = isWarning;
    advance();
  }

  /** Goes on with it, and says it when it is done. */
  void advance() {
    if (preview.isPresent() && preview.get().advance(SLICE_NANOS)) {
      String text = change + (change.isEmpty() ? "" : "; ") + preview.get().text();
      announcer.say(warned ? Notice.warning(text) : Notice.information(text));
      preview = Optional.empty();
    }
  }

  boolean isRunning() {
    return preview.isPresent();
  }

  /** What it would say is not of interest any more. */
  void end() {
    preview = Optional.empty();
  }
}
