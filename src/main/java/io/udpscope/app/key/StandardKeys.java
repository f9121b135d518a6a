package io.udpscope.app.key;

import static io.udpscope.app.key.Context.BYTES;
import static io.udpscope.app.key.Context.DETAIL;
import static io.udpscope.app.key.Context.FLOWS;
import static io.udpscope.app.key.Context.HEALTH;
import static io.udpscope.app.key.Context.LOG;
import static io.udpscope.app.key.Context.PACKETS;
import static io.udpscope.app.key.Context.RULES;

import java.util.List;

/**
 * Every key there is, unless the config file says otherwise. In the order of the help; those with a
 * hint come in the footer in the same order.
 */
final class StandardKeys {
  static final List<Binding> BINDINGS =
      List.of(
          of(Intent.TOGGLE_ACTION, "d", "the chosen rule drops or passes, at once")
              .in(RULES)
              .hint("drop/pass"),
          of(Intent.TRANSLATE, "t", "translate its destination ports to others, or no more")
              .in(RULES)
              .hint("translate"),
          of(Intent.FORWARD, "f", "forward it: targets, strategy, path, source, replies; or not")
              .in(RULES)
              .hint("forward"),
          of(Intent.ADD_RULE, "a", "add a rule, before or after it").in(RULES).hint("add"),
          of(Intent.EDIT_RULE, "e", "edit all of the chosen rule").in(RULES).hint("edit"),
          of(Intent.REMOVE_RULE, "x", "remove the chosen rule").in(RULES).hint("remove"),
          of(Intent.UNDO, "u", "undo the newest change, then the one before it")
              .in(RULES)
              .hint("undo"),
          of(Intent.REDO, "^R", "make the change again that was undone last").in(RULES),
          of(Intent.MOVE_RULE_DOWN, "J", "ask the chosen rule later, earlier").in(RULES),
          of(Intent.MOVE_RULE_UP, "K").in(RULES),
          of(Intent.KEEP, "y", "keep a change that would go back by itself").in(RULES),
          of(
                  Intent.TOGGLE_ACTION,
                  "d",
                  "make a rule for what is like the chosen one: drop, translate, forward, pass")
              .in(PACKETS, DETAIL, BYTES, FLOWS),
          of(Intent.TRANSLATE, "t").in(PACKETS, DETAIL, BYTES, FLOWS),
          of(Intent.FORWARD, "f").in(PACKETS, DETAIL, BYTES, FLOWS),
          of(Intent.ADD_RULE, "a").in(PACKETS, DETAIL, BYTES, FLOWS),
          of(Intent.FOLD, "o", "open or close the header").in(DETAIL).hint("open/close"),
          of(Intent.SORT, "s", "sort by the next column, reverse").in(FLOWS).hint("sort"),
          of(Intent.REVERSE, "r").in(FLOWS),
          of(Intent.TALKERS_BY, "b", "talkers by source, by destination, by destination port")
              .in(FLOWS)
              .hint("by"),
          of(Intent.OPEN, "Enter", "show the packets of the chosen one").in(FLOWS).hint("packets"),
          of(Intent.MARK, "m", "mark a packet with a letter, jump back to it"),
          of(Intent.JUMP, "'"),
          of(Intent.FREEZE, "Space", "freeze the packets, and go on; capture never stops")
              .hint("freeze"),
          of(Intent.FILTER, "/", "show only packets that a pcap-filter accepts").hint("filter"),
          of(Intent.FIND, "^F", "find text, hex or a regex in payloads; the next, the one before")
              .hint("find"),
          of(Intent.FIND_NEXT, "n"),
          of(Intent.FIND_PREVIOUS, "N"),
          of(Intent.DOWN, "j Down", "a row down, up; 5j is five rows"),
          of(Intent.UP, "k Up"),
          of(Intent.LEFT, "h Left", "scroll sideways"),
          of(Intent.RIGHT, "l Right"),
          of(Intent.PAGE_DOWN, "PgDn", "a page down, up"),
          of(Intent.PAGE_UP, "PgUp"),
          of(Intent.FIRST, "g Home", "the first row; 5g is the fifth, of packets No. 5"),
          of(Intent.LAST, "G End", "the last row; packets follow again").hint("follow"),
          of(Intent.NEXT_PANE, "Tab", "the next pane, the one before").hint("pane"),
          of(Intent.PREVIOUS_PANE, "Shift-Tab"),
          of(Intent.ZOOM, "Enter", "this pane alone, and back")
              .in(RULES, PACKETS, DETAIL, BYTES, HEALTH, LOG)
              .hint("zoom"),
          of(Intent.ZOOM, "\\", "a pane alone, and back, wherever you are"),
          of(Intent.VIEW_PACKETS, "1", "packets, conversations, talkers, path health, log"),
          of(Intent.VIEW_CONVERSATIONS, "2"),
          of(Intent.VIEW_TALKERS, "3"),
          of(Intent.VIEW_HEALTH, "4"),
          of(Intent.VIEW_LOG, "5"),
          of(Intent.CYCLE_LAYOUT, "|", "arrange the panes, and resize them"),
          of(Intent.NARROWER, "<"),
          of(Intent.WIDER, ">"),
          of(Intent.TALLER, "+"),
          of(Intent.SHORTER, "-"),
          of(Intent.COPY, "Y", "copy what is chosen to the terminal's clipboard"),
          of(Intent.COPY, "y", "copy what is chosen, as Y, while no change waits to be kept")
              .in(PACKETS, DETAIL, BYTES, FLOWS, HEALTH, LOG),
          of(Intent.WRITE, "w", "write packets to a pcapng file").hint("write"),
          of(Intent.BUNDLE, "E", "write an incident bundle"),
          of(Intent.COMMAND, ":", "an action by its name"),
          of(Intent.BACK, "Esc", "out of help, zoom or a half-typed count"),
          of(Intent.REDRAW, "^L", "draw the screen anew"),
          of(Intent.SUSPEND, "^Z", "suspend; the shell's fg comes back"),
          of(Intent.HELP, "?", "this help, and back").hint("help"),
          of(Intent.QUIT, "q", "detach and leave").hint("quit"),
          of(Intent.INTERRUPT, "^C", "the same, with exit code 130 or 131"),
          of(Intent.ABORT, "^\\"));

  private StandardKeys() {}

  private static Binding of(Intent intent, String keys, String help) {
    return Binding.of(intent, keys, help);
  }

  private static Binding of(Intent intent, String keys) {
    return Binding.of(intent, keys);
  }
}
