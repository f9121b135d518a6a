package io.udpscope.app.health;

import io.udpscope.app.layout.WrappedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Lays out a report: what is wrong first, then who listens, then the path step by step. */
public final class HealthLines {
  /** Of a sentence: the mark in front and what it is indented by. */
  private static final int MARGINS = 4;

  public static final List<HealthLine> OF_FILE =
      List.of(
          new HealthLine.Text(
              HealthLine.Tone.PLAIN, "a file has no host: path health is of live sessions"));

  private final HealthReport report;
  private final int columns;
  private final List<HealthLine> lines = new ArrayList<>();

  private HealthLines(HealthReport report, int columns) {
    this.report = report;
    this.columns = columns;
  }

  /**
   * @param columns that sentences have to fit into
   */
  public static List<HealthLine> of(HealthReport report, int columns) {
    HealthLines lines = new HealthLines(report, columns);
    if (report.counted().isEmpty()) {
      lines.say(HealthLine.Tone.PLAIN, "the kernel's counters have not been read yet");
      return lines.lines;
    }
    lines.troubles();
    report.ports().forEach(lines::listeners);
    if (report.ports().isEmpty()) {
      lines.say(HealthLine.Tone.PLAIN, "choose a rule, or stand on a packet, to see who listens");
    }
    lines.path();
    return List.copyOf(lines.lines);
  }

  /** What goes on comes first, then what there is most of. */
  static List<PathCounter> troubles(HealthReport report) {
    Comparator<PathCounter> rate =
        Comparator.comparing(counter -> -report.perSecond().getOrDefault(counter, 0L));
    return report.counted().entrySet().stream()
        .filter(entry -> entry.getKey().isTrouble() && entry.getValue() > 0)
        .map(Map.Entry::getKey)
        .sorted(
            rate.thenComparing(counter -> -report.counted().get(counter))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private void troubles() {
    List<PathCounter> troubles = troubles(report);
    if (troubles.isEmpty()) {
      say(HealthLine.Tone.GOOD, "nothing went wrong on the way to the sockets since we attached");
      return;
    }
    for (PathCounter counter : troubles) {
      lines.add(new HealthLine.Trouble(counter, report.counted().get(counter), perSecond(counter)));
      WrappedText.lines(counter.meaning(), columns - MARGINS)
          .forEach(line -> say(HealthLine.Tone.PLAIN, "  " + line));
    }
  }

  private void listeners(HealthReport.Listeners found) {
    HostWish.Ports asked = found.asked();
    boolean translated = !asked.arriving().equals(asked.listened());
    String ports = asked.arriving() + (translated ? " translated to " + asked.listened() : "");
    String noun = asked.arriving().first() == asked.arriving().last() ? "port " : "ports ";
    String who = asked.origin() + ": " + noun + ports;
    if (!found.known()) {
      say(HealthLine.Tone.WARNING, who + ": the kernel does not tell of sockets");
      return;
    }
    say(HealthLine.Tone.HEADING, who + ": " + sockets(found));
    if (found.all() == 0) {
      long noPorts = report.perSecond().getOrDefault(PathCounter.UDP_NO_PORTS, 0L);
      String grows =
          noPorts == 0 ? "" : String.format(Locale.ROOT, " (NoPorts grows %,d/s)", noPorts);
      String on = asked.listened().toString();
      boolean goesOn = noPorts > 0;
      say(
          goesOn ? HealthLine.Tone.ALARM : HealthLine.Tone.WARNING,
          "  nobody listens on " + on + grows);
      return;
    }
    found.sockets().forEach(one -> lines.add(new HealthLine.Socket(one)));
  }

  private static String sockets(HealthReport.Listeners found) {
    int shown = found.sockets().size();
    String all = found.all() == 1 ? "1 socket" : found.all() + " sockets";
    return shown < found.all() ? all + ", the first " + shown : all;
  }

  private void path() {
    say(HealthLine.Tone.HEADING, "the path, step by step");
    for (PathCounter counter : PathCounter.values()) {
      Long total = report.counted().get(counter);
      if (total != null) {
        lines.add(new HealthLine.Figure(counter, total, perSecond(counter)));
      }
    }
    report
        .memory()
        .ifPresent(
            memory ->
                say(
                    HealthLine.Tone.PLAIN,
                    String.format(
                        Locale.ROOT,
                        "UDP memory of this machine: %,d of %,d pages",
                        memory.pages(),
                        memory.most())));
  }

  private OptionalLong perSecond(PathCounter counter) {
    Long rate = report.perSecond().get(counter);
    return rate == null ? OptionalLong.empty() : OptionalLong.of(rate);
  }

  private void say(HealthLine.Tone tone, String text) {
    lines.add(new HealthLine.Text(tone, text));
  }
}
