package io.udpscope.app;

import io.udpscope.app.key.Binding;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.log.Notice;
import java.util.Locale;
import java.util.Optional;

/** What the keys ask for while nothing is typed. Pure. */
final class BrowsingKeys {
  private BrowsingKeys() {}

  /** While a change waits to be kept, the keys that keep and undo it mean that wherever one is. */
  static Optional<Intent> intent(AppState state, Key key) {
    KeyMap keys = state.facts().keys();
    if (state.snapshot().changes().standing().isPresent()) {
      for (Intent answer : new Intent[] {Intent.KEEP, Intent.UNDO}) {
        if (keys.isKeyOf(key, answer)) {
          return Optional.of(answer);
        }
      }
    }
    Optional<Intent> here = keys.intent(key, state.context());
    // Those that change traffic say themselves why they cannot, here or at all.
    return here.or(() -> keys.elsewhere(key).map(Binding::intent).filter(Intent::changesTraffic));
  }

  /** Says where a key acts that does nothing here. */
  static AppState elsewhere(AppState state, Key key) {
    Optional<Binding> binding = state.facts().keys().elsewhere(key);
    return binding.isEmpty() ? state : says(state, key.text(), binding.get());
  }

  /** Says where an action has a meaning that has none here. */
  static AppState elsewhere(AppState state, Intent intent) {
    return says(state, intent.word(), state.facts().keys().binding(intent));
  }

  private static AppState says(AppState state, String what, Binding binding) {
    Context first = binding.where().stream().sorted().findFirst().orElseThrow();
    String where = first.title().toLowerCase(Locale.ROOT);
    return state.withNotice(Notice.warning(what + " does something " + where + " alone"));
  }

  /** What the digit asks for that is all that was typed. */
  static Optional<Intent> loneDigit(AppState state) {
    boolean digit = state.count() > 0 && state.count() <= 9;
    if (!digit || !(state.mode() instanceof Mode.Browsing)) {
      return Optional.empty();
    }
    Key key = Key.of((char) ('0' + state.count()));
    return state.facts().keys().intent(key, state.context());
  }
}
