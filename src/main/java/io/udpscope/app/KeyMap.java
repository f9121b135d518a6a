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
   * @param shown how the keys are written for people; where two belong together, the first has both
   * @param help what {@code ?} says; empty if it says so elsewhere
   * @param hint a word or two for the footer, empty for keys that are not there
   */
  public record Binding(
      Intent intent, List<Key> keys, String shown, String help, String hint, Offered offered) {}

  /** In the order of the help; those with a hint come in the footer in the same order. */
  public static final List<Binding> BINDINGS =
      List.of(
          change(
              Intent.TOGGLE_ACTION,
              'd',
              "drop/pass",
              "the chosen rule drops or passes, at once (in the rules pane)"),
          change(
              Intent.TRANSLATE,
              't',
              "translate",
              "translate its destination ports to others, or no more"),
          change(
              Intent.FORWARD,
              'f',
              "forward",
              "forward it: targets, strategy, path, source, replies; or not"),
          change(Intent.ADD_RULE, 'a', "add", "add a rule, before or after it"),
          change(Intent.EDIT_RULE, 'e', "edit", "edit all of the chosen rule"),
          change(Intent.REMOVE_RULE, 'x', "remove", "remove the chosen rule"),
          change(Intent.UNDO, 'u', "undo", "undo the newest change, then the one before it"),
          new Binding(
              Intent.REDO,
              List.of(Key.control('R')),
              "^R",
              "make the change again that was undone last",
              "",
              Offered.TO_CHANGE_RULES),
          change(Intent.MOVE_RULE_DOWN, 'J', "", "ask the chosen rule later; K asks it earlier"),
          change(Intent.MOVE_RULE_UP, 'K', "", ""),
          change(Intent.KEEP, 'y', "", "keep a change that would go back by itself"),
          key(
              Intent.FREEZE,
              "Space",
              "freeze the packets, and go on; capture never stops",
              of(' ')),
          key(Intent.FILTER, "/", "show only packets that a pcap-filter accepts", of('/')),
          key(
              Intent.FIND,
              "^F n N",
              "find text, hex or a regex in payloads; the next, the one before",
              Key.control('F')),
          key(Intent.FIND_NEXT, "", "", of('n')),
          key(Intent.FIND_PREVIOUS, "", "", of('N')),
          key(Intent.FOLD, "o", "open or close the header in the detail pane", of('o')),
          key(
              Intent.SORT,
              "s r",
              "sort conversations or talkers by the next column, reverse",
              of('s')),
          key(Intent.REVERSE, "", "", of('r')),
          key(Intent.DOWN, "j k Down Up", "a row down, up; 5j is five rows", of('j'), of(DOWN)),
          key(Intent.UP, "", "", of('k'), of(UP)),
          key(Intent.LEFT, "h l Left Right", "scroll Info or Detail sideways", of('h'), of(LEFT)),
          key(Intent.RIGHT, "", "", of('l'), of(RIGHT)),
          key(Intent.PAGE_DOWN, "PgDn PgUp", "a page down, up", of(PAGE_DOWN)),
          key(Intent.PAGE_UP, "", "", of(PAGE_UP)),
          key(Intent.FIRST, "g Home", "the first row; 5g is the fifth", of('g'), of(HOME)),
          key(Intent.LAST, "G End", "the last row; packets follow again", of('G'), of(END)),
          key(Intent.MARK, "m '", "mark a packet with a letter, jump back to it", of('m')),
          key(Intent.JUMP, "", "", of('\'')),
          key(Intent.NEXT_PANE, "Tab Shift-Tab", "the next pane, the one before", of(TAB)),
          key(Intent.PREVIOUS_PANE, "", "", of(SHIFT_TAB)),
          key(Intent.ZOOM, "Enter \\", "this pane alone, and back", of(ENTER), of('\\')),
          key(Intent.CYCLE_LAYOUT, "| < > + -", "arrange the panes, and resize them", of('|')),
          key(Intent.NARROWER, "", "", of('<')),
          key(Intent.WIDER, "", "", of('>')),
          key(Intent.TALLER, "", "", of('+')),
          key(Intent.SHORTER, "", "", of('-')),
          key(Intent.COPY, "Y", "copy what is chosen to the terminal's clipboard", of('Y')),
          key(Intent.WRITE, "w", "write packets to a pcapng file", of('w')),
          key(Intent.BUNDLE, "E", "write an incident bundle", of('E')),
          key(Intent.COMMAND, ":", "an action by its name", of(':')),
          key(Intent.BACK, "Esc", "out of help, zoom or a half-typed count", of(ESCAPE)),
          key(Intent.REDRAW, "^L", "draw the screen anew", Key.control('L')),
          key(Intent.SUSPEND, "^Z", "suspend; the shell's fg comes back", Key.control('Z')),
          key(Intent.HELP, "?", "this help, and back", of('?')),
          key(Intent.QUIT, "q", "detach and leave", of('q')),
          key(Intent.INTERRUPT, "^C ^\\", "the same, with exit code 130 or 131", Key.control('C')),
          key(Intent.ABORT, "", "", Key.control('\\')));

  /** Those that the help lists, in its order. */
  public static final List<Binding> HELP = BINDINGS.stream().filter(KeyMap::isListed).toList();

  private static final Map<Key, Intent> BY_KEY = new HashMap<>();

  static {
    for (Binding binding : BINDINGS) {
      for (Key key : binding.keys()) {
        BY_KEY.put(key, binding.intent());
      }
    }
  }

  private KeyMap() {}

  /** What the help of a session lists. */
  public static List<Binding> help(boolean readOnly) {
    return readOnly ? HELP.stream().filter(one -> one.offered() == Offered.ALWAYS).toList() : HELP;
  }

  private static boolean isListed(Binding binding) {
    return !binding.help().isEmpty();
  }

  static Optional<Intent> intent(Key key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static Binding key(Intent intent, String shown, String help, Key... keys) {
    String hint =
        switch (intent) {
          case FREEZE -> "freeze";
          case FILTER -> "filter";
          case FIND -> "find";
          case WRITE -> "write";
          case LAST -> "follow";
          case NEXT_PANE -> "pane";
          case ZOOM -> "zoom";
          case HELP -> "help";
          case QUIT -> "quit";
          default -> "";
        };
    return new Binding(intent, List.of(keys), shown, help, hint, Offered.ALWAYS);
  }

  /** What acts on the rules pane's chosen rule, at once. */
  private static Binding change(Intent intent, char key, String hint, String help) {
    return new Binding(
        intent, List.of(Key.of(key)), String.valueOf(key), help, hint, Offered.TO_CHANGE_RULES);
  }

  private static Key of(char character) {
    return Key.of(character);
  }

  private static Key of(Key.Kind kind) {
    return Key.of(kind);
  }
}
