package io.udpscope.cli;

/** What scripts learn. After SIGINT and SIGTERM it is 130 and 143, which the JVM sees to. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_PERMITTED = 3;
  static final int NOT_EXPECTED = 4;

  private ExitCode() {}
}
