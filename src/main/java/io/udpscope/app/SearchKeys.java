package io.udpscope.app;

import io.udpscope.app.find.Finding;
import io.udpscope.app.find.SearchNews;
import io.udpscope.app.find.SearchRequest;
import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.ByteRange;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.capture.filter.FilterException;
import io.udpscope.capture.filter.Sought;
import java.util.List;
import java.util.Optional;

/** The keys that look for something in payloads, and what the agent finds. Pure. */
final class SearchKeys {
  private SearchKeys() {}

  /** The line may have changed: it is red while nothing could be found by it. */
  static AppState typed(AppState state) {
    if (state.mode() instanceof Mode.Prompting prompting
        && prompting.prompt().kind() == Prompt.Kind.FIND) {
      Prompt prompt = prompting.prompt();
      String typed = prompt.line().value();
      Optional<String> problem = typed.isEmpty() ? Optional.empty() : problem(typed);
      return PromptKeys.with(state, prompt.judged(problem));
    }
    return state;
  }

  private static Optional<String> problem(String typed) {
    try {
      Sought.parse(typed);
      return Optional.empty();
    } catch (FilterException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** From the chosen packet on; where the newest is chosen as it comes, from there backwards. */
  static AppState find(AppState state, Prompt prompt, List<Command> commands) {
    String typed = prompt.line().value();
    if (typed.isEmpty()) {
      return state;
    }
    Optional<String> problem = problem(typed);
    if (problem.isPresent()) {
      return PromptKeys.with(state, prompt.judged(problem));
    }
    boolean forward = !(state.packets() instanceof PacketsView.Following);
    return search(state, typed, forward, true, commands);
  }

  /** To the next or the one before of what was sought. */
  static AppState press(AppState state, Intent intent, List<Command> commands) {
    if (state.finding().sought().isEmpty()) {
      return state.withNotice(
          Notice.warning("nothing was looked for yet: " + state.keyOf(Intent.FIND) + " does"));
    }
    boolean forward = intent == Intent.FIND_NEXT;
    return search(state, state.finding().sought(), forward, false, commands);
  }

  private static AppState search(
      AppState state, String sought, boolean forward, boolean inclusive, List<Command> commands) {
    Finding finding = state.finding().searching(sought, forward);
    long from = PacketsKeys.chosenRow(state).orElse(0L);
    long end =
        PacketsKeys.frozen(state).map(PacketsView.Frozen::endRow).orElse(PacketWindow.NO_END);
    SearchRequest request =
        new SearchRequest(finding.ticket(), sought, from, inclusive, forward, end);
    commands.add(new Command.Find(request));
    return PaneKeys.show(state, View.PACKETS).with(edit -> edit.finding = finding);
  }

  static boolean isSearching(AppState state) {
    SearchNews news = state.snapshot().search();
    long ticket = state.finding().ticket();
    return news.ticket() < ticket
        || news instanceof SearchNews.Searching && news.ticket() == ticket;
  }

  static AppState stop(AppState state, List<Command> commands) {
    commands.add(new Command.StopFinding(state.finding().ticket()));
    return state.withNotice(Notice.information("stopped looking for " + state.finding().sought()));
  }

  /** How far a search is that takes its time. */
  static Optional<Notice> progress(AppState state) {
    if (state.snapshot().search() instanceof SearchNews.Searching searching
        && searching.ticket() == state.finding().ticket()) {
      String text = "looking for " + state.finding().sought();
      String stops = " %; " + state.keyOf(Intent.BACK) + " stops";
      return Optional.of(Notice.information(text + ": " + searching.percent() + stops));
    }
    return Optional.empty();
  }

  /** What the newest search has come to. */
  static AppState arrived(AppState state, AppState before) {
    SearchNews news = state.snapshot().search();
    if (news.equals(before.snapshot().search()) || news.ticket() != state.finding().ticket()) {
      return state;
    }
    if (news instanceof SearchNews.Missed missed) {
      return state.withNotice(Notice.warning(missed.why()));
    }
    return news instanceof SearchNews.Found found ? found(state, found) : state;
  }

  /** The packet becomes the chosen one, and the bytes pane shows it where there is room for one. */
  private static AppState found(AppState state, SearchNews.Found found) {
    Finding.Hit hit = new Finding.Hit(found.row(), found.bytes());
    AppState next =
        PacketsKeys.seek(state, found.row())
            .with(
                edit -> {
                  edit.finding = edit.finding.found(hit);
                  edit.detail = edit.detail.at(found.bytes().from());
                  edit.screen =
                      edit.screen.withLower(
                          state.screen().focus() == Pane.DETAIL ? Pane.DETAIL : Pane.BYTES);
                });
    if (!found.wrapped()) {
      return next;
    }
    String from = state.finding().forward() ? "the oldest" : "the newest";
    return next.withNotice(Notice.information("went on from " + from + " packet"));
  }

  /** What was found, if the chosen packet has it. */
  static Optional<ByteRange> hit(AppState state) {
    Optional<Long> row = state.selected().map(one -> one.packet().row());
    return state
        .finding()
        .hit()
        .filter(hit -> row.isPresent() && row.get() == hit.row())
        .map(Finding.Hit::bytes);
  }
}
