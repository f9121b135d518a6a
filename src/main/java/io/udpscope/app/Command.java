package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.export.ExportRequest;
import io.udpscope.app.find.FilterNews;
import io.udpscope.app.find.SearchRequest;
import io.udpscope.app.flow.FlowWindow;
import io.udpscope.app.health.HostWish;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.capture.Redaction;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What an update wants done. */
public sealed interface Command {
  /** Done by the agent, in the order of asking. */
  sealed interface ForAgent extends Command {}

  /** What is to be seen of the packets, or looked for in them. */
  sealed interface OfPackets extends ForAgent {}

  /** What becomes of the rules in force. */
  sealed interface OfRules extends ForAgent {}

  /** Writes a file. */
  sealed interface Write extends ForAgent {}

  record ShowPackets(PacketWindow window) implements OfPackets {}

  /**
   * @param window of conversations or talkers; empty where the screen shows neither
   */
  record ShowFlows(Optional<FlowWindow> window) implements OfPackets {}

  /** Puts other rules in force. */
  sealed interface Change extends OfRules {
    /** Comes back in the snapshot's {@link ChangeAnswer}. */
    long ticket();

    Change withTicket(long number);

    /** Though it hits what carries the operator's session. */
    Change confirmed();
  }

  record ChangeRules(long ticket, RuleChange change, boolean isConfirmed) implements Change {
    ChangeRules(long ticket, RuleChange change) {
      this(ticket, change, false);
    }

    @Override
    public ChangeRules withTicket(long number) {
      return new ChangeRules(number, change, isConfirmed);
    }

    @Override
    public ChangeRules confirmed() {
      return new ChangeRules(ticket, change, true);
    }
  }

  /**
   * Takes a change back.
   *
   * @param number of the change in the log; only if it still is the newest one that stands
   */
  record Undo(long number) implements OfRules {}

  /**
   * Makes a change again that was undone.
   *
   * @param number of that change in the log; only if nothing was changed since
   */
  record Redo(long ticket, long number, boolean isConfirmed) implements Change {
    @Override
    public Redo withTicket(long other) {
      return new Redo(other, number, isConfirmed);
    }

    @Override
    public Redo confirmed() {
      return new Redo(ticket, number, true);
    }
  }

  /** Keeps what stands unconfirmed. */
  record Keep() implements OfRules {}

  /**
   * Shows only some packets from now on.
   *
   * @param expression in pcap-filter syntax; empty: all of them
   * @param from the row of the store that is looked at first; empty: the newest is, then those
   *     before it
   */
  record SetFilter(String expression, OptionalLong from) implements OfPackets {
    SetFilter(String expression) {
      this(expression, OptionalLong.empty());
    }
  }

  /** Looks for something in the payloads of the packets that are shown. */
  record Find(SearchRequest request) implements OfPackets {}

  /**
   * Looks for nothing any more.
   *
   * @param ticket of the search that ends
   */
  record StopFinding(long ticket) implements OfPackets {}

  /** Says in {@link FilterNews} whether this expression could be a filter. */
  record CheckFilter(String expression) implements OfPackets {}

  /**
   * Looks these targets up from now on.
   *
   * @param typed empty: none any more
   */
  record LookUpTargets(Optional<List<Target>> typed) implements ForAgent {}

  /** Looks at this of the host from now on. */
  record WatchHost(HostWish wish) implements ForAgent {}

  /**
   * Writes packets to a file.
   *
   * @param chosenRow of the store; -1 if none is chosen
   */
  record WritePackets(ExportRequest request, long chosenRow) implements Write {}

  /** Writes the rules in force to a file that {@code -c} reads. */
  record WriteRules(ExportRequest request) implements Write {}

  /**
   * Writes an incident bundle.
   *
   * @param redaction what has taken the addresses out of the screen, and does so with the rest
   * @param screen what it shows, as text
   */
  record WriteBundle(ExportRequest request, Optional<Redaction> redaction, String screen)
      implements Write {}

  /** Takes the screen for a bundle, and has the agent write it. */
  record Bundle(ExportRequest request) implements Command {
    /**
     * With the screen in it; if it is to be redacted, without payloads and addresses.
     *
     * @param draw makes text of a screen
     */
    public WriteBundle taken(AppState state, Function<AppState, String> draw) {
      if (!request.redact()) {
        return new WriteBundle(request, Optional.empty(), draw.apply(state));
      }
      Redaction redaction = new Redaction();
      String screen = redaction.ofColumns(draw.apply(state.withoutPayloads()));
      return new WriteBundle(request, Optional.of(redaction), screen);
    }
  }

  /**
   * Gives text to the terminal's clipboard.
   *
   * @param what it is, for people: {@code packet 12}
   */
  record Copy(String what, String text) implements Command {}

  /** Ends the session with this exit code. */
  record Leave(int exitCode) implements Command {}

  /** Draws every cell anew, whatever the terminal shows. */
  record Redraw() implements Command {}

  record Suspend() implements Command {}

  /** Colours the screen in another way from now on. */
  record UseTheme(ThemeName theme) implements Command {}

  /** Says by {@link Msg.Told} what drawing costs. */
  record TellStats() implements Command {}
}
