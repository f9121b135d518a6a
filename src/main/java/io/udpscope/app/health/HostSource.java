package io.udpscope.app.health;

/** Where a session learns of its host; asked once, on the agent's thread. */
@FunctionalInterface
public interface HostSource {
  HostSource NONE = () -> Host.NONE;

  Host open();
}
