package io.udpscope.cli.option;

/** What scripts learn. After SIGINT and SIGTERM it is 130 and 143, which the JVM sees to. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_PERMITTED = 3;
  public static final int NOT_EXPECTED = 4;

  private ExitCode() {}
}
