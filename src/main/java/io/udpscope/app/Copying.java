package io.udpscope.app;

import io.udpscope.app.change.RuleArguments;
import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.health.HealthLine;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.ByteRange;
import io.udpscope.app.page.PageRow;
import io.udpscope.app.time.TimeOfDay;
import io.udpscope.model.Direction;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.util.List;
import java.util.Optional;

/** What the copy key copies: what is chosen in the pane with the focus. Pure. */
final class Copying {
  /** Terminals take 74,994 bytes of base64 (tmux, and xterm's own limit is higher). */
  private static final int MOST_BYTES = 56_000;

  private Copying() {}

  static AppState copy(AppState state, List<Command> commands) {
    Optional<Command.Copy> chosen =
        switch (state.screen().focus()) {
          case RULES -> rule(state);
          case VIEW -> ofView(state);
          case DETAIL -> field(state);
          case BYTES -> bytes(state);
        };
    if (chosen.isEmpty()) {
      return state.withNotice(Notice.warning("nothing is chosen here that could be copied"));
    }
    Command.Copy copy = chosen.get();
    if (copy.text().length() > MOST_BYTES) {
      return state.withNotice(Notice.warning(copy.what() + " is too long for a clipboard"));
    }
    commands.add(copy);
    return state.withNotice(
        Notice.information(
            "copied " + copy.what() + left(state) + ", if the terminal takes it (OSC 52)"));
  }

  /** What options cannot say. */
  private static String left(AppState state) {
    if (state.screen().focus() != Pane.RULES) {
      return "";
    }
    List<String> unsaid = RuleArguments.unsaid(chosenRule(state).orElseThrow());
    return unsaid.isEmpty() ? "" : " without " + String.join(", ", unsaid);
  }

  private static Optional<Rule> chosenRule(AppState state) {
    return state.snapshot().rules().stream()
        .skip(state.rules().cursor())
        .findFirst()
        .map(RuleRow::rule);
  }

  private static Optional<Command.Copy> rule(AppState state) {
    return chosenRule(state)
        .map(
            rule ->
                new Command.Copy("rule " + rule.name() + " as options", RuleArguments.of(rule)));
  }

  private static Optional<Command.Copy> ofView(AppState state) {
    return switch (state.screen().view()) {
      case PACKETS -> packet(state);
      case CONVERSATIONS, TALKERS ->
          state
              .flows()
              .list(state.screen().view())
              .chosen()
              .map(key -> new Command.Copy("the filter for it", key.filter()));
      case HEALTH -> health(state);
      case LOG -> log(state);
    };
  }

  private static Optional<Command.Copy> packet(AppState state) {
    return state
        .selected()
        .map(SelectedPacket::packet)
        .map(
            row ->
                new Command.Copy(
                    "packet " + row.number(),
                    String.join(
                            " ",
                            Long.toString(row.number()),
                            TimeOfDay.text(row.timeOfDayNanos()),
                            row.interfaceName(),
                            row.direction() == Direction.UNKNOWN ? "-" : row.direction().word(),
                            row.source(),
                            "→",
                            row.destination(),
                            "length",
                            Long.toString(row.length()),
                            fate(row))
                        + row.info()));
  }

  private static String fate(PageRow.PacketRow row) {
    String by = row.rule().isEmpty() ? "" : "rule " + row.rule() + ", ";
    return row.verdict() == Verdict.UNKNOWN ? by : by + row.verdict().word() + ", ";
  }

  private static Optional<Command.Copy> health(AppState state) {
    List<HealthLine> lines = state.healthLines();
    int at = state.health().cursor();
    return at >= lines.size()
        ? Optional.empty()
        : Optional.of(new Command.Copy("the line", lines.get(at).text()));
  }

  /** All of it: it is short, and meant to be sent to somebody. */
  private static Optional<Command.Copy> log(AppState state) {
    List<String> lines = state.snapshot().changes().log().stream().map(LoggedChange::text).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Command.Copy("the log of changes", String.join("\n", lines)));
  }

  private static Optional<Command.Copy> field(AppState state) {
    return DetailKeys.chosen(state).map(line -> new Command.Copy(named(line), line.text()));
  }

  private static String named(HeaderTree.Line line) {
    return line.label().isEmpty() ? "the field" : line.label();
  }

  /** Of the chosen field; all of them if there is none. */
  private static Optional<Command.Copy> bytes(AppState state) {
    if (state.selected().isEmpty()) {
      return Optional.empty();
    }
    SelectedPacket packet = state.selected().get();
    ByteRange all = new ByteRange(0, packet.frameBytes());
    ByteRange range = state.litBytes().filter(lit -> lit.length() > 0).orElse(all);
    StringBuilder hex = new StringBuilder();
    for (int at = range.from(); at < Math.min(range.end(), packet.frameBytes()); at++) {
      hex.append(Character.forDigit(packet.frameByte(at) >> 4, 16));
      hex.append(Character.forDigit(packet.frameByte(at) & 15, 16));
    }
    return Optional.of(new Command.Copy(range.length() + " bytes as hex", hex.toString()));
  }
}
