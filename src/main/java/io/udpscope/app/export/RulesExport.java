package io.udpscope.app.export;

import io.udpscope.capture.NewFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Rules in a file of their own, which is written at once: they are few beside packets. */
final class RulesExport implements Export {
  private final NewFile file;
  private final String text;
  private final int rules;

  /**
   * @param rules how many the text has
   */
  RulesExport(NewFile file, String text, int rules) {
    this.file = file;
    this.text = text;
    this.rules = rules;
  }

  @Override
  public boolean advance(long sliceNanos) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    file.out().write(bytes, 0, bytes.length);
    file.close();
    return true;
  }

  @Override
  public String progress() {
    return counted();
  }

  @Override
  public String summary() {
    return "wrote " + counted() + " to " + file.path();
  }

  private String counted() {
    return rules + (rules == 1 ? " rule" : " rules");
  }

  @Override
  public String abandon() {
    file.remove();
    return "nothing was kept of it";
  }
}
