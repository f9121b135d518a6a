package io.udpscope.app;

import io.udpscope.app.form.Field;
import io.udpscope.app.key.FormKeyMap;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import java.util.List;
import java.util.Optional;

/** The keys while a line is typed: all of them are the line's but those that end the program. */
final class PromptKeys {
  private PromptKeys() {}

  /** Opens the line that a key asks for. */
  static AppState open(AppState state, Intent intent) {
    Prompt prompt =
        switch (intent) {
          case FILTER ->
              Prompt.open(
                  Prompt.Kind.FILTER, state.finding().filter(), "udp port 53 and src net 10/8");
          case FIND ->
              Prompt.open(Prompt.Kind.FIND, state.finding().sought(), "text, 0x0a0b or /regex/");
          case WRITE -> Prompt.open(Prompt.Kind.WRITE, "", "[chosen|all] [redact] packets.pcapng");
          case BUNDLE -> Prompt.open(Prompt.Kind.BUNDLE, "", "[shown] [redact] incident.tar.gz");
          default -> Prompt.open(Prompt.Kind.COMMAND, "", "a command; Tab completes");
        };
    return with(state, prompt);
  }

  static AppState press(AppState state, Mode.Prompting mode, Key key, List<Command> commands) {
    Optional<Intent> leaving = state.facts().keys().leaving(key);
    Prompt prompt = mode.prompt();
    Optional<FormKeyMap.Intent> editing = FormKeyMap.intent(key);
    if (leaving.isPresent()) {
      return BrowsingKeys.leave(state, leaving.get(), commands);
    }
    boolean recalls = prompt.kind() != Prompt.Kind.CONFIRM;
    if (recalls && (key.kind() == Key.Kind.UP || key.kind() == Key.Kind.DOWN)) {
      int by = key.kind() == Key.Kind.UP ? 1 : -1;
      return with(state, prompt.recall(state.typedBefore().lines().of(prompt.kind()), by));
    }
    if (key.kind() == Key.Kind.CHARACTER) {
      return with(state, prompt.with(prompt.line().type(key.character())));
    }
    return editing.map(known -> press(state, prompt, known, commands)).orElse(state);
  }

  private static AppState press(
      AppState state, Prompt prompt, FormKeyMap.Intent intent, List<Command> commands) {
    Field.Text line = prompt.line();
    return switch (intent) {
      case APPLY -> apply(entered(BrowsingKeys.browse(state), prompt), prompt, commands);
      case LEAVE ->
          prompt.kind() == Prompt.Kind.CONFIRM
              ? GuardKeys.leave(state)
              : BrowsingKeys.browse(state);
      case NEXT -> with(state, prompt.complete(1));
      case PREVIOUS -> with(state, prompt.complete(-1));
      case LEFT -> with(state, prompt.with(line.moveTo(line.cursor() - 1)));
      case RIGHT -> with(state, prompt.with(line.moveTo(line.cursor() + 1)));
      case HOME -> with(state, prompt.with(line.moveTo(0)));
      case END -> with(state, prompt.with(line.moveTo(line.value().length())));
      case ERASE -> with(state, prompt.with(line.erase()));
      case DELETE -> with(state, prompt.with(line.delete()));
      case CLEAR -> with(state, prompt.with(line.clear()));
      case ERASE_WORD -> with(state, prompt.with(line.eraseWord()));
    };
  }

  static AppState with(AppState state, Prompt prompt) {
    return state.with(edit -> edit.mode = new Mode.Prompting(prompt));
  }

  private static AppState entered(AppState state, Prompt prompt) {
    if (prompt.kind() == Prompt.Kind.CONFIRM) {
      return state; // what is typed to be sure is typed each time
    }
    String line = prompt.line().value();
    return state.with(edit -> edit.typedBefore = edit.typedBefore.with(prompt.kind(), line));
  }

  static AppState apply(AppState state, Prompt prompt, List<Command> commands) {
    return switch (prompt.kind()) {
      case FILTER -> FilterKeys.filter(state, prompt, commands);
      case FIND -> SearchKeys.find(state, prompt, commands);
      case COMMAND -> CommandLine.run(state, prompt, commands);
      case CONFIRM -> GuardKeys.enter(state, prompt, commands);
      case WRITE, BUNDLE -> ExportKeys.write(state, prompt, commands);
    };
  }
}
