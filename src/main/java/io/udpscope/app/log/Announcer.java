package io.udpscope.app.log;

/** Where the agent says what its operator should know. */
@FunctionalInterface
public interface Announcer {
  void say(Notice notice);
}
