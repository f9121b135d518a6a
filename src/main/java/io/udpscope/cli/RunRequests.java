package io.udpscope.cli;

import io.udpscope.cli.option.UsageException;
import io.udpscope.datapath.DatapathException;
import io.udpscope.model.PlainText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers an operator's signals while {@code run} goes on: SIGHUP reads the rules' file again,
 * SIGUSR1 prints the counters. Used by the session's thread.
 */
final class RunRequests {
  /** So often a reading that waits for host names is looked at. */
  private static final long RELOAD_SLEEP_NANOS = 20_000_000L;

  private static final String NOT_READ = "udpscope: rules not read again, those in force stay: ";

  private final OperatorSignals signals;
  private final RuleReload reload;
  private final ServiceNotices notices;
  private final PrintStream err;

  RunRequests(OperatorSignals signals, RuleReload reload, ServiceNotices notices, PrintStream err) {
    this.signals = signals;
    this.reload = reload;
    this.notices = notices;
    this.err = err;
  }

  /**
   * What there is to answer now.
   *
   * @param printer prints the counters
   */
  void answer(CountersPrinter printer) throws IOException {
    if (signals.takeReload()) {
      notices.reloading();
      step(
          () -> {
            reload.begin();
            return Optional.empty();
          });
    }
    if (reload.isGoingOn()) {
      step(reload::finish);
    }
    if (signals.takeCounters()) {
      printer.print();
    }
  }

  long sleepNanos(long longest) {
    return reload.isGoingOn() ? RELOAD_SLEEP_NANOS : longest;
  }

  /**
   * @param work a part of the reading; gives what has changed when it was the last one
   */
  private void step(Supplier<Optional<String>> work) {
    try {
      work.get().ifPresent(changes -> tell("rules read again: " + changes));
    } catch (UsageException e) {
      refused(e, e.lines());
    } catch (DatapathException e) {
      refused(e, List.of(e.getMessage()));
    }
  }

  private void refused(Exception e, List<String> reasons) {
    reasons.forEach(reason -> err.println(printable(NOT_READ + reason)));
    notices.ready(printable(NOT_READ + e.getMessage()));
  }

  /** A service has no locale as a rule, in which an arrow would be a question mark. */
  private void tell(String text) {
    String line = printable(text);
    err.println(line);
    notices.ready(line);
  }

  private static String printable(String text) {
    return PlainText.of(text.replace("→", "->"));
  }
}
