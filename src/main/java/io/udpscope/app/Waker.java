package io.udpscope.app;

import io.udpscope.datapath.Datapath;

/**
 * Wakes the agent, which sleeps on its datapath. For any thread, at any time; under a lock, since a
 * datapath that is closed has no descriptor left to ring.
 */
final class Waker {
  private Datapath datapath;

  /** From now on there is somebody to wake. */
  synchronized void use(Datapath opened) {
    datapath = opened;
  }

  /** From now on there is nobody. */
  synchronized void end() {
    datapath = null;
  }

  synchronized void wake() {
    if (datapath != null) {
      datapath.wake();
    }
  }
}
