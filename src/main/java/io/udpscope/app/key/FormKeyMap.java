package io.udpscope.app.key;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the keys do that are no text, while a form is open. */
public final class FormKeyMap {
  /** What such a key asks for. */
  public enum Intent {
    APPLY,
    LEAVE,
    NEXT,
    PREVIOUS,
    LEFT,
    RIGHT,
    HOME,
    END,
    ERASE,
    DELETE,
    CLEAR,
    ERASE_WORD
  }

  /** As in {@link KeyMap.Binding}. */
  public record Binding(Intent intent, List<Key> keys, String shown, String help, String hint) {}

  /** In the order of the help; those with a hint come in the footer in the same order. */
  public static final List<Binding> BINDINGS =
      List.of(
          new Binding(
              Intent.APPLY,
              keys(Key.Kind.ENTER),
              "Enter",
              "make the change, or do what the line says",
              "apply"),
          new Binding(Intent.LEAVE, keys(Key.Kind.ESCAPE), "Esc", "leave all as it is", "leave"),
          new Binding(
              Intent.NEXT,
              keys(Key.Kind.TAB, Key.Kind.DOWN),
              "Tab Down Shift-Tab Up",
              "the next line, the one before; of a line alone, what it may become, or was before",
              "next line"),
          new Binding(Intent.PREVIOUS, keys(Key.Kind.SHIFT_TAB, Key.Kind.UP), "", "", ""),
          new Binding(
              Intent.LEFT,
              keys(Key.Kind.LEFT),
              "Left Right",
              "move in the text; where words stand, choose one, as its first letter does",
              "choose"),
          new Binding(Intent.RIGHT, keys(Key.Kind.RIGHT), "", "", ""),
          new Binding(
              Intent.HOME,
              List.of(Key.of(Key.Kind.HOME), Key.control('A')),
              "Home End",
              "to the start of the text, to its end",
              ""),
          new Binding(Intent.END, List.of(Key.of(Key.Kind.END), Key.control('E')), "", "", ""),
          new Binding(
              Intent.CLEAR,
              List.of(Key.control('U')),
              "^U ^W",
              "erase all in front of the cursor, or a word",
              "clear"),
          new Binding(Intent.ERASE_WORD, List.of(Key.control('W')), "", "", ""),
          new Binding(
              Intent.ERASE,
              keys(Key.Kind.BACKSPACE),
              "Backspace Delete",
              "erase a character, in front of the cursor or under it",
              ""),
          new Binding(Intent.DELETE, keys(Key.Kind.DELETE), "", "", ""));

  private static final Map<Key, Intent> BY_KEY = new HashMap<>();

  static {
    for (Binding binding : BINDINGS) {
      for (Key key : binding.keys()) {
        BY_KEY.put(key, binding.intent());
      }
    }
  }

  private FormKeyMap() {}

  public static Optional<Intent> intent(Key key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static List<Key> keys(Key.Kind... kinds) {
    return Arrays.stream(kinds).map(Key::of).toList();
  }
}
