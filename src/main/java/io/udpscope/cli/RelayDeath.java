package io.udpscope.cli;

import io.udpscope.datapath.DatapathEvent.RelayDied;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings the end of a relay from its own thread to the session's. */
final class RelayDeath implements Consumer<Throwable> {
  private Runnable wake = () -> {};
  private Optional<RelayDied> news = Optional.empty();

  @Override
  public synchronized void accept(Throwable death) {
    news = Optional.of(new RelayDied(death.toString()));
    wake.run();
  }

  /** Calls {@code wake} when there is something to {@link #take}; not when this has returned. */
  synchronized void onNews(Runnable wake) {
    this.wake = wake;
  }

  /** What has not been taken yet. */
  synchronized Optional<RelayDied> take() {
    Optional<RelayDied> taken = news;
    news = Optional.empty();
    return taken;
  }
}
