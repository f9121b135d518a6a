package io.udpscope.cli;

import io.udpscope.cli.output.OutputFormat;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.Tap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Prints what a session has counted so far, whenever somebody asks: text on standard error, JSON on
 * standard output.
 */
final class CountersPrinter {
  private final Datapath datapath;
  private final Optional<Tap> tap;
  private final OutputStream out;
  private final PrintStream err;
  private final boolean asJson;
  private final CountersJson json;

  /**
   * @param session attached just now
   * @param tap what captures, if anything does
   */
  CountersPrinter(HeadlessSession session, OutputFormat format, Optional<Tap> tap) {
    this.datapath = session.datapath();
    this.tap = tap;
    this.out = session.out();
    this.err = session.err();
    this.asJson = format == OutputFormat.JSON;
    this.json = new CountersJson(datapath.attachments(), Instant.now());
  }

  void print() throws IOException {
    SessionCounters counters = SessionCounters.of(datapath, tap);
    if (asJson) {
      out.write((json.of(counters) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } else {
      CountersText.lines(counters).forEach(err::println);
    }
  }
}
