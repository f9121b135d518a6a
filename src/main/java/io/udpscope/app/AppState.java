package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.find.Finding;
import io.udpscope.app.form.Form;
import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.health.HealthLine;
import io.udpscope.app.health.HealthLines;
import io.udpscope.app.health.HostWish;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.KeyHelp;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.ByteRange;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.model.TargetState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * All that the screen shows and the keys have brought about. Immutable; {@link Update} makes the
 * next one.
 *
 * @param count typed in front of a key, 0 if there is none
 * @param rules where the rules pane stands; the row after the last rule is "no rule"
 * @param packetsShift columns of Info that are scrolled away to the left
 * @param marks rows of the store
 * @param selected the packet that detail and bytes show
 * @param slowDisplay frames a second, where the terminal takes fewer than there are
 */
public record AppState(
    SessionFacts facts,
    Screen screen,
    Mode mode,
    int count,
    ListView rules,
    PacketsView packets,
    int packetsShift,
    Map<Character, Long> marks,
    Finding finding,
    Optional<SelectedPacket> selected,
    DetailView detail,
    FlowsView flows,
    ListView health,
    ListView log,
    AskedChanges asked,
    TypedBefore typedBefore,
    Optional<Notice> notice,
    OptionalInt slowDisplay,
    Snapshot snapshot) {
  /** A session that is about to attach. */
  public static AppState start(SessionFacts facts, int columns, int rows, Snapshot snapshot) {
    boolean ofFile = facts.ofFile();
    return new AppState(
        facts,
        Screen.start(columns, rows, ofFile ? Pane.VIEW : Pane.RULES),
        new Mode.Browsing(),
        0,
        ListView.START,
        ofFile ? new PacketsView.Parked(0, 0) : new PacketsView.Following(),
        0,
        Map.of(),
        Finding.NOTHING,
        Optional.empty(),
        DetailView.START,
        ofFile ? FlowsView.OF_FILE : FlowsView.START,
        ListView.START,
        ListView.START,
        AskedChanges.NONE,
        TypedBefore.NOTHING,
        Optional.empty(),
        OptionalInt.empty(),
        snapshot);
  }

  public Layout layout() {
    int ruleRows = facts.ofFile() ? Layout.NO_RULES : snapshot.rules().size() + 1;
    return Layout.of(
        screen.columns(),
        screen.rows(),
        ruleRows,
        screen.view(),
        screen.focus(),
        screen.lower(),
        screen.zoomed(),
        screen.arrangement(),
        additions());
  }

  private Layout.Additions additions() {
    int form = mode instanceof Mode.Editing editing ? formLines(editing.form()) : 0;
    int asks = asked.guarded().isPresent() ? 1 : 0;
    int message = Math.max(1, messageLines().size() + asks);
    return new Layout.Additions(form, message, snapshot.changes().standing().isPresent());
  }

  private static int formLines(Form form) {
    return form.fields().size() + (form.template().title().isEmpty() ? 0 : 1);
  }

  /** What there is to say: the newest notice, or what a form says that has no room for it. */
  public Optional<Notice> message() {
    return Messages.of(this);
  }

  /** The {@link #message}, in lines that fit. */
  public List<String> messageLines() {
    return Messages.lines(this);
  }

  /** Asks for a change of the rules. */
  AppState ask(RuleChange change, List<Command> commands) {
    return ask(new Command.ChangeRules(0, change), commands);
  }

  /** Asks for a change of the rules, under the next number. */
  AppState ask(Command.Change change, List<Command> commands) {
    Command.Change next = change.withTicket(asked.tickets() + 1);
    commands.add(next);
    return with(edit -> edit.asked = asked.with(next));
  }

  /** A target of a rule in force, as it is doing. */
  public Optional<TargetState> target(String rule, String endpoint) {
    return snapshot.rules().stream()
        .filter(row -> row.rule().name().equals(rule))
        .flatMap(row -> row.targets().stream())
        .filter(one -> one.target().endpoint().equals(endpoint))
        .findFirst();
  }

  /** Where a key that is pressed now acts. */
  public Context context() {
    return switch (screen.focus()) {
      case RULES -> Context.RULES;
      case DETAIL -> Context.DETAIL;
      case BYTES -> Context.BYTES;
      case VIEW ->
          switch (screen.view()) {
            case PACKETS -> Context.PACKETS;
            case CONVERSATIONS, TALKERS -> Context.FLOWS;
            case HEALTH -> Context.HEALTH;
            case LOG -> Context.LOG;
          };
    };
  }

  /** The key of an intent, for notices that name one: the config file may have given it another. */
  String keyOf(Intent intent) {
    return facts.keys().shown(intent);
  }

  /** What {@code ?} says here. */
  public List<KeyHelp.Line> help() {
    return KeyHelp.of(facts.keys(), context(), facts.readOnly());
  }

  /** A key could put another set of rules in force. */
  public boolean canChangeRules() {
    return !facts.readOnly()
        && (snapshot.status() instanceof SessionStatus.Live
            || snapshot.status() instanceof SessionStatus.Down);
  }

  /** A digit is typed that is a key of its own unless another one comes soon. */
  public boolean isHalfTyped() {
    return BrowsingKeys.loneDigit(this).isPresent();
  }

  /** The packets that the pane shows: now's, or those of the moment it froze. */
  public PacketPage page() {
    return packets instanceof PacketsView.Frozen frozen ? frozen.page() : snapshot.page();
  }

  /** The place of the chosen row; -1 if there is nothing to choose from. */
  public long packetCursor() {
    if (packets instanceof PacketsView.Parked parked) {
      return parked.cursor();
    }
    if (packets instanceof PacketsView.Frozen frozen) {
      return frozen.cursor();
    }
    if (packets instanceof PacketsView.Seeking) {
      return -1;
    }
    PacketPage page = snapshot.page();
    return page.endRow() == page.firstRow() ? -1 : page.endRow() - 1;
  }

  /** The view of path health, line by line. */
  public List<HealthLine> healthLines() {
    if (screen.view() != View.HEALTH) {
      return List.of();
    }
    return facts.ofFile()
        ? HealthLines.OF_FILE
        : HealthLines.of(snapshot.health(), screen.columns());
  }

  /** What the screen wants to know of the host. */
  HostWish hostWish() {
    if (facts.ofFile()) {
      return HostWish.NOTHING;
    }
    return screen.view() == View.HEALTH
        ? new HostWish(true, ChosenPorts.of(this), true)
        : new HostWish(false, List.of(), screen.view() == View.PACKETS);
  }

  /** What the bytes pane lights: what was found, or the field that is chosen there or in detail. */
  public Optional<ByteRange> litBytes() {
    Optional<ByteRange> hit = SearchKeys.hit(this);
    Pane focus = screen.focus();
    boolean moved =
        focus == Pane.BYTES && detail.byteCursor() != hit.map(ByteRange::from).orElse(-1);
    if (hit.isPresent() && focus != Pane.DETAIL && !moved) {
      return hit;
    }
    return focus.isLower()
        ? DetailKeys.chosen(this).map(line -> new ByteRange(line.from(), line.length()))
        : Optional.empty();
  }

  /** What is shown of the chosen packet's headers. */
  public List<HeaderTree.Line> detailLines() {
    return selected.map(one -> one.headers().shown(detail.turned())).orElse(List.of());
  }

  /** The same screen without what was in packets or was typed, for somebody else to see. */
  public AppState withoutPayloads() {
    return with(
        edit -> {
          edit.snapshot = snapshot.withPage(page().withoutPayloads());
          edit.packets = new PacketsView.Following();
          edit.mode = new Mode.Browsing();
          edit.screen = screen.unzoomed();
          edit.notice = Optional.empty();
          edit.finding = Finding.NOTHING;
          edit.selected = Optional.empty();
        });
  }

  /** What the packets pane needs of the store. */
  public PacketWindow window() {
    int height = Math.max(1, layout().viewRows());
    if (packets instanceof PacketsView.Parked parked) {
      return new PacketWindow.From(finding.series(), parked.top(), height, PacketWindow.NO_END);
    }
    if (packets instanceof PacketsView.Frozen frozen) {
      return new PacketWindow.From(finding.series(), frozen.top(), height, frozen.endRow());
    }
    if (packets instanceof PacketsView.Seeking seeking) {
      long end = seeking.frozen().map(PacketsView.Frozen::endRow).orElse(PacketWindow.NO_END);
      return new PacketWindow.Around(seeking.what(), height, end);
    }
    return new PacketWindow.Latest(height);
  }

  AppState with(Consumer<Edit> change) {
    Edit edit = new Edit(this);
    change.accept(edit);
    return edit.build();
  }

  AppState withNotice(Notice next) {
    return with(edit -> edit.notice = Optional.of(next));
  }

  /** The parts that an update may change, while it changes them. */
  static final class Edit {
    private final SessionFacts facts;
    Screen screen;
    Mode mode;
    int count;
    ListView rules;
    PacketsView packets;
    int packetsShift;
    Map<Character, Long> marks;
    Finding finding;
    Optional<SelectedPacket> selected;
    DetailView detail;
    FlowsView flows;
    ListView health;
    ListView log;
    AskedChanges asked;
    TypedBefore typedBefore;
    Optional<Notice> notice;
    OptionalInt slowDisplay;
    Snapshot snapshot;

    private Edit(AppState from) {
      facts = from.facts;
      screen = from.screen;
      mode = from.mode;
      count = from.count;
      rules = from.rules;
      packets = from.packets;
      packetsShift = from.packetsShift;
      marks = from.marks;
      finding = from.finding;
      selected = from.selected;
      detail = from.detail;
      flows = from.flows;
      health = from.health;
      log = from.log;
      asked = from.asked;
      typedBefore = from.typedBefore;
      notice = from.notice;
      slowDisplay = from.slowDisplay;
      snapshot = from.snapshot;
    }

    private AppState build() {
      return new AppState(
          facts,
          screen,
          mode,
          count,
          rules,
          packets,
          packetsShift,
          marks,
          finding,
          selected,
          detail,
          flows,
          health,
          log,
          asked,
          typedBefore,
          notice,
          slowDisplay,
          snapshot);
    }
  }
}
