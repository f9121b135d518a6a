package io.udpscope.app;

import io.udpscope.app.find.FilterNews;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys that filter packets, and what the agent answers. Pure. */
final class FilterKeys {
  private FilterKeys() {}

  /** A filter that is being typed may have changed: the agent says what it thinks of it. */
  static AppState typed(AppState before, AppState state, List<Command> commands) {
    Optional<Prompt> was = typing(before);
    Optional<Prompt> is = typing(state);
    if (is.isEmpty()) {
      return SearchKeys.typed(state);
    }
    if (was.isEmpty() || is.get().line().value().isBlank()) {
      return state;
    }
    String expression = is.get().line().value();
    if (!expression.equals(was.get().line().value())) {
      commands.add(new Command.CheckFilter(expression));
    }
    // Until it does, what it said before stays, or the line would flicker with every key.
    return PromptKeys.with(state, is.get().judged(was.get().problem()));
  }

  /** The filter that is being typed. */
  private static Optional<Prompt> typing(AppState state) {
    return state.mode() instanceof Mode.Prompting prompting
            && prompting.prompt().kind() == Prompt.Kind.FILTER
        ? Optional.of(prompting.prompt())
        : Optional.empty();
  }

  static AppState filter(AppState state, Prompt prompt, List<Command> commands) {
    if (prompt.problem().isPresent()) {
      return PromptKeys.with(state, prompt);
    }
    String expression = prompt.line().value().strip();
    if (!expression.equals(state.finding().filter())) {
      commands.add(new Command.SetFilter(expression, from(state)));
    }
    return PaneKeys.show(state, View.PACKETS);
  }

  /** A file is looked at from where one stands, so that the page there comes first. */
  private static OptionalLong from(AppState state) {
    return state.facts().ofFile()
        ? OptionalLong.of(PacketsKeys.chosenRow(state).orElse(0L))
        : OptionalLong.empty();
  }

  /** What a new snapshot says of the filter that is being typed, or was. */
  static AppState arrived(AppState state, AppState before) {
    FilterNews.Answer answer = state.snapshot().filter().answer();
    if (answer == before.snapshot().filter().answer()) {
      return state;
    }
    Optional<String> problem = answer.problem();
    Optional<Prompt> typing = typing(state);
    if (typing.isPresent()) {
      boolean same = answer.expression().equals(typing.get().line().value());
      return same ? PromptKeys.with(state, typing.get().judged(problem)) : state;
    }
    if (!answer.toUse() || problem.isEmpty()) {
      return state;
    }
    if (state.mode() instanceof Mode.Browsing) {
      Prompt refused = Prompt.open(Prompt.Kind.FILTER, answer.expression(), "");
      return PromptKeys.with(state, refused.refused(problem.get()));
    }
    return state.withNotice(Notice.warning("no such filter: " + problem.get()));
  }
}
