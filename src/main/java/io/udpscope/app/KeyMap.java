package io.udpscope.app;

import static io.udpscope.app.Key.Kind.DOWN;
import static io.udpscope.app.Key.Kind.END;
import static io.udpscope.app.Key.Kind.ENTER;
import static io.udpscope.app.Key.Kind.ESCAPE;
import static io.udpscope.app.Key.Kind.HOME;
import static io.udpscope.app.Key.Kind.LEFT;
import static io.udpscope.app.Key.Kind.PAGE_DOWN;
import static io.udpscope.app.Key.Kind.PAGE_UP;
import static io.udpscope.app.Key.Kind.RIGHT;
import static io.udpscope.app.Key.Kind.SHIFT_TAB;
import static io.udpscope.app.Key.Kind.TAB;
import static io.udpscope.app.Key.Kind.UP;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key there is: what it does, what {@code ?} says of it, and its hint in the footer. */
public final class KeyMap {
  /** When a key is offered in the footer and in the help. */
  public enum Offered {
    ALWAYS,
    /** Only where it acts: in the rules pane, and not in a session that is read-only. */
    TO_CHANGE_RULES
  }

  /**
   * @param shown how the keys are written for people
   * @param help what {@code ?} says
   * @param hint a word or two for the footer, empty for keys that are not there
   */
  public record Binding(
      Intent intent, List<Key> keys, String shown, String help, String hint, Offered offered) {}

  /** In the order of the help; those with a hint come in the footer in the same order. */
  public static final List<Binding> BINDINGS =
      List.of(
          new Binding(
              Intent.TOGGLE_ACTION,
              List.of(Key.of('d')),
              "d",
              "drop or pass what the chosen rule matches, in the kernel, at once",
              "drop/pass",
              Offered.TO_CHANGE_RULES),
          always(Intent.FREEZE, "Space", "freeze the packets; capture goes on", "freeze", of(' ')),
          always(Intent.UP, "k Up", "one up; 5k is five", "", of('k'), of(UP)),
          always(Intent.DOWN, "j Down", "one down; 5j is five", "", of('j'), of(DOWN)),
          always(Intent.LEFT, "h Left", "what stands to the left", "", of('h'), of(LEFT)),
          always(Intent.RIGHT, "l Right", "what stands to the right", "", of('l'), of(RIGHT)),
          always(Intent.PAGE_UP, "PgUp ^B", "a page up", "", of(PAGE_UP), Key.control('B')),
          always(Intent.PAGE_DOWN, "PgDn ^F", "a page down", "", of(PAGE_DOWN), Key.control('F')),
          always(Intent.FIRST, "g Home", "the first row", "", of('g'), of(HOME)),
          always(
              Intent.LAST,
              "G End",
              "the last row; packets follow again",
              "follow",
              of('G'),
              of(END)),
          always(Intent.MARK, "m a", "mark this packet as a (any letter)", "", of('m')),
          always(Intent.JUMP, "' a", "jump to the packet marked a", "", of('\'')),
          always(Intent.NEXT_PANE, "Tab", "the next pane", "pane", of(TAB)),
          always(Intent.PREVIOUS_PANE, "Shift-Tab", "the pane before", "", of(SHIFT_TAB)),
          always(Intent.ZOOM, "Enter \\", "this pane alone, and back", "zoom", of(ENTER), of('\\')),
          always(Intent.BACK, "Esc", "out of help, zoom or a half-typed count", "", of(ESCAPE)),
          always(Intent.REDRAW, "^L", "draw the screen anew", "", Key.control('L')),
          always(Intent.SUSPEND, "^Z", "suspend; fg comes back", "", Key.control('Z')),
          always(Intent.HELP, "?", "this help", "help", of('?')),
          always(Intent.QUIT, "q", "detach and leave", "quit", of('q')),
          always(Intent.INTERRUPT, "^C", "detach and leave, exit code 130", "", Key.control('C')),
          always(Intent.ABORT, "^\\", "detach and leave, exit code 131", "", Key.control('\\')));

  private static final Map<Key, Intent> BY_KEY = new HashMap<>();

  static {
    for (Binding binding : BINDINGS) {
      for (Key key : binding.keys()) {
        BY_KEY.put(key, binding.intent());
      }
    }
  }

  private KeyMap() {}

  static Optional<Intent> intent(Key key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static Binding always(
      Intent intent, String shown, String help, String hint, Key... keys) {
    return new Binding(intent, List.of(keys), shown, help, hint, Offered.ALWAYS);
  }

  private static Key of(char character) {
    return Key.of(character);
  }

  private static Key of(Key.Kind kind) {
    return Key.of(kind);
  }
}
