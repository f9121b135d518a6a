package io.udpscope.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * What an operator asks of {@code run} by signal, noted until the session's thread takes it: SIGHUP
 * to read the rules again, SIGUSR1 to print the counters.
 */
final class OperatorSignals {
  private final BiConsumer<String, Runnable> process;
  private final AtomicBoolean reload = new AtomicBoolean();
  private final AtomicBoolean counters = new AtomicBoolean();
  private Runnable wake = () -> {};

  /**
   * @param process has an action run when the signal of a name comes, on another thread
   */
  OperatorSignals(BiConsumer<String, Runnable> process) {
    this.process = process;
  }

  /** From now on they do nothing else to the process. */
  void take() {
    process.accept("HUP", () -> note(reload));
    process.accept("USR1", () -> note(counters));
  }

  private synchronized void note(AtomicBoolean asked) {
    asked.set(true);
    wake.run();
  }

  /**
   * Calls {@code wake} when one comes, on another thread; now if one has. What was to be called
   * before is not called any more when this returns.
   */
  synchronized void onSignal(Runnable wake) {
    this.wake = wake;
    if (reload.get() || counters.get()) {
      wake.run();
    }
  }

  /** Whether SIGHUP came since the last call. */
  boolean takeReload() {
    return reload.getAndSet(false);
  }

  /** Whether SIGUSR1 came since the last call. */
  boolean takeCounters() {
    return counters.getAndSet(false);
  }
}
