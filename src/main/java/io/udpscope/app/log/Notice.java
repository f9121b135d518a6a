package io.udpscope.app.log;

/** A line for the user, above the footer. */
public record Notice(Severity severity, String text) {
  public enum Severity {
    INFORMATION,
    /** Something that was asked for did not happen. */
    WARNING,
    /** The session is not what it was. */
    ALARM
  }

  public static Notice information(String text) {
    return new Notice(Severity.INFORMATION, text);
  }

  public static Notice warning(String text) {
    return new Notice(Severity.WARNING, text);
  }

  public static Notice alarm(String text) {
    return new Notice(Severity.ALARM, text);
  }
}
