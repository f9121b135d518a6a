package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.find.Finding;
import io.udpscope.app.form.Field;
import io.udpscope.app.form.Form;
import io.udpscope.app.header.HeaderReader;
import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.health.HealthLine;
import io.udpscope.app.health.HealthLines;
import io.udpscope.app.health.HostWish;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.KeyHelp;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.LayoutChoice;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.layout.WrappedText;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.ByteRange;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.TargetState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * All that the screen shows and the keys have brought about. Immutable; {@link Update} makes the
 * next one.
 *
 * @param lower which of the lower panes stands where there is room for one
 * @param ruleCursor the chosen row of the rules pane; the one after the last rule is "no rule"
 * @param packetsShift columns of Info that are scrolled away to the left
 * @param count typed in front of a key, 0 if there is none
 * @param marks rows of the store
 * @param tickets numbers given to changes so far
 * @param pending a change that the program has not confirmed
 * @param entered lines that were typed above the footer
 * @param drafts forms that were left before they were applied, by {@code Template.draft}
 * @param guarded a change that waits for the name of its rule
 * @param slowDisplay frames a second, where the terminal takes fewer than there are
 * @param selected the packet that detail and bytes show
 */
public record AppState(
    SessionFacts facts,
    int columns,
    int rows,
    Mode mode,
    View view,
    Pane focus,
    Pane lower,
    Optional<Pane> zoomed,
    int ruleCursor,
    int ruleTop,
    PacketsView packets,
    int packetsShift,
    int detailCursor,
    int detailTop,
    int detailShift,
    int bytesTop,
    DetailView detail,
    int count,
    Map<Character, Long> marks,
    long tickets,
    Optional<Pending> pending,
    Optional<Notice> notice,
    Optional<Selected> selected,
    Finding finding,
    FlowsView flows,
    ListView health,
    ListView log,
    LayoutChoice arrangement,
    PromptHistory entered,
    Map<String, Form> drafts,
    Optional<GuardKeys.Waiting> guarded,
    OptionalInt slowDisplay,
    Snapshot snapshot) {

  /** Of a line of a form: the mark in front, the space before a complaint and its own mark. */
  private static final int FORM_MARGINS = 7;

  /**
   * A change that was asked for.
   *
   * @param asked with the number that its answer will bear
   */
  public record Pending(Command.Change asked) {
    public long ticket() {
      return asked.ticket();
    }

    /** Empty for one that is made again. */
    public Optional<RuleChange> change() {
      return asked instanceof Command.ChangeRules rules
          ? Optional.of(rules.change())
          : Optional.empty();
    }
  }

  /** A packet and its headers, decoded once. */
  public record Selected(PageRow.PacketRow packet, HeaderTree headers) {
    static Selected of(PageRow.PacketRow row) {
      ByteBuffer record = ByteBuffer.wrap(row.record()).order(ByteOrder.nativeOrder());
      PacketRecord packet = new PacketRecord().wrap(record, 0);
      return new Selected(row, HeaderReader.read(packet, row));
    }

    /** The frame, as far as it is here. */
    public int frameBytes() {
      return packet.record().length - PacketRecord.FRAME;
    }

    public int frameByte(int index) {
      return packet.record()[PacketRecord.FRAME + index] & 0xff;
    }
  }

  /** A session that is about to attach. */
  public static AppState start(SessionFacts facts, int columns, int rows, Snapshot snapshot) {
    return new AppState(
        facts,
        columns,
        rows,
        new Mode.Browsing(),
        View.PACKETS,
        facts.ofFile() ? Pane.VIEW : Pane.RULES,
        Pane.DETAIL,
        Optional.empty(),
        0,
        0,
        facts.ofFile() ? new PacketsView.Parked(0, 0) : new PacketsView.Following(),
        0,
        0,
        0,
        0,
        0,
        DetailView.START,
        0,
        Map.of(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Finding.NOTHING,
        facts.ofFile() ? FlowsView.OF_FILE : FlowsView.START,
        ListView.START,
        ListView.START,
        LayoutChoice.DEFAULT,
        PromptHistory.NONE,
        Map.of(),
        Optional.empty(),
        OptionalInt.empty(),
        snapshot);
  }

  public Layout layout() {
    int ruleRows = facts.ofFile() ? Layout.NO_RULES : snapshot.rules().size() + 1;
    return Layout.of(columns, rows, ruleRows, view, focus, lower, zoomed, arrangement, additions());
  }

  private Layout.Additions additions() {
    int form = mode instanceof Mode.Editing editing ? formLines(editing.form()) : 0;
    int asks = guarded.isPresent() ? 1 : 0;
    int message = Math.max(1, messageLines().size() + asks);
    return new Layout.Additions(form, message, snapshot.standing().isPresent());
  }

  private static int formLines(Form form) {
    return form.fields().size() + (form.template().title().isEmpty() ? 0 : 1);
  }

  /** What there is to say: the newest notice, or what a form says that has no room for it. */
  public Optional<Notice> message() {
    if (mode instanceof Mode.Editing editing) {
      Optional<Form.Problem> complaint = editing.form().complaint();
      if (complaint.isPresent() && !fits(editing.form().fields(), complaint.get())) {
        return Optional.of(Notice.warning(complaint.get().reason()));
      }
    }
    return notice.or(() -> SearchKeys.progress(this));
  }

  private boolean fits(List<Field> fields, Form.Problem complaint) {
    Field field = fields.get(complaint.field());
    int label = Math.max(Form.LABEL_COLUMNS, field.label().length() + 2);
    return FORM_MARGINS + label + field.length() + complaint.reason().length() <= columns;
  }

  /** The {@link #message}, in lines that fit. */
  public List<String> messageLines() {
    return message().map(one -> WrappedText.lines(one.text(), columns - 2)).orElse(List.of());
  }

  /** Asks for a change of the rules. */
  AppState ask(RuleChange change, List<Command> commands) {
    return ask(new Command.ChangeRules(0, change), commands);
  }

  /** Asks for a change of the rules, under the next number. */
  AppState ask(Command.Change change, List<Command> commands) {
    Command.Change asked = change.withTicket(tickets + 1);
    commands.add(asked);
    return with(
        edit -> {
          edit.tickets = asked.ticket();
          edit.pending = Optional.of(new Pending(asked));
        });
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
    return switch (focus) {
      case RULES -> Context.RULES;
      case DETAIL -> Context.DETAIL;
      case BYTES -> Context.BYTES;
      case VIEW ->
          switch (view) {
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
    if (view != View.HEALTH) {
      return List.of();
    }
    return facts.ofFile() ? HealthLines.OF_FILE : HealthLines.of(snapshot.health(), columns);
  }

  /** What the screen wants to know of the host. */
  HostWish hostWish() {
    if (facts.ofFile()) {
      return HostWish.NOTHING;
    }
    return view == View.HEALTH
        ? new HostWish(true, ChosenPorts.of(this), true)
        : new HostWish(false, List.of(), view == View.PACKETS);
  }

  /** What the bytes pane lights: what was found, or the field that is chosen there or in detail. */
  public Optional<ByteRange> litBytes() {
    Optional<ByteRange> hit = SearchKeys.hit(this);
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
          edit.zoomed = Optional.empty();
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
      return new PacketWindow.Around(seeking.row(), height, end);
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
    int columns;
    int rows;
    Mode mode;
    View view;
    Pane focus;
    Pane lower;
    Optional<Pane> zoomed;
    int ruleCursor;
    int ruleTop;
    PacketsView packets;
    int packetsShift;
    int detailCursor;
    int detailTop;
    int detailShift;
    int bytesTop;
    DetailView detail;
    int count;
    Map<Character, Long> marks;
    long tickets;
    Optional<Pending> pending;
    Optional<Notice> notice;
    Optional<Selected> selected;
    Finding finding;
    FlowsView flows;
    ListView health;
    ListView log;
    LayoutChoice arrangement;
    PromptHistory entered;
    Map<String, Form> drafts;
    Optional<GuardKeys.Waiting> guarded;
    OptionalInt slowDisplay;
    Snapshot snapshot;

    private Edit(AppState from) {
      facts = from.facts;
      columns = from.columns;
      rows = from.rows;
      mode = from.mode;
      view = from.view;
      focus = from.focus;
      lower = from.lower;
      zoomed = from.zoomed;
      ruleCursor = from.ruleCursor;
      ruleTop = from.ruleTop;
      packets = from.packets;
      packetsShift = from.packetsShift;
      detailCursor = from.detailCursor;
      detailTop = from.detailTop;
      detailShift = from.detailShift;
      bytesTop = from.bytesTop;
      detail = from.detail;
      count = from.count;
      marks = from.marks;
      tickets = from.tickets;
      pending = from.pending;
      notice = from.notice;
      selected = from.selected;
      finding = from.finding;
      flows = from.flows;
      health = from.health;
      log = from.log;
      arrangement = from.arrangement;
      entered = from.entered;
      drafts = from.drafts;
      guarded = from.guarded;
      slowDisplay = from.slowDisplay;
      snapshot = from.snapshot;
    }

    private AppState build() {
      return new AppState(
          facts,
          columns,
          rows,
          mode,
          view,
          focus,
          lower,
          zoomed,
          ruleCursor,
          ruleTop,
          packets,
          packetsShift,
          detailCursor,
          detailTop,
          detailShift,
          bytesTop,
          detail,
          count,
          marks,
          tickets,
          pending,
          notice,
          selected,
          finding,
          flows,
          health,
          log,
          arrangement,
          entered,
          drafts,
          guarded,
          slowDisplay,
          snapshot);
    }
  }
}
