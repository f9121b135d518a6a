package io.udpscope.app;

import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.log.Operator;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.replay.ReplayDatapath;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session on one thread, with a clock that moves when it is told to: the real agent, the real
 * update, and a datapath whose packets are the same every time.
 */
public final class ReplaySession {
  /** Of a search or a filter: enough for all packets here on a machine that is busy. */
  private static final int MOST_SLICES = 100;

  public static final List<Rule> RULES =
      List.of(
          new Rule("telemetry", Match.ports(new PortRange(5005, 5010)), Action.DROP),
          new Rule(
              "dns",
              new Match(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(Prefix.parse("10.0.0.53")),
                  new PortRange(53, 53)),
              Action.PASS),
          new Rule("low ports", Match.ports(new PortRange(1, 9999)), Action.PASS));

  private static final Optional<Duration> CONFIRM = Optional.of(Duration.ofSeconds(60));

  public final ReplayDatapath datapath;
  public final ReplayHost host = new ReplayHost();
  private final Agent agent;
  private final List<Command> commands = new ArrayList<>();
  private BundleTexts saying = BundleTexts.NONE;
  private final BundleTexts texts = session -> saying.of(session);
  private AppState state;
  private Snapshot taken;
  private boolean attached;

  public ReplaySession(int columns, int rows) {
    this(columns, rows, false, 1 << 20);
  }

  public ReplaySession(int columns, int rows, boolean readOnly, int storeBytes) {
    this(columns, rows, readOnly, storeBytes, RULES);
  }

  /** A session that begins with other rules than {@link #RULES}. */
  public ReplaySession(int columns, int rows, List<Rule> rules) {
    this(columns, rows, false, 1 << 20, rules);
  }

  /** A session that comes to the host in this way. */
  public ReplaySession(int columns, int rows, SessionFlows session) {
    this(columns, rows, false, 1 << 20, RULES, session);
  }

  private ReplaySession(int columns, int rows, boolean readOnly, int storeBytes, List<Rule> rules) {
    this(columns, rows, readOnly, storeBytes, rules, SessionFlows.NONE);
  }

  private ReplaySession(
      int columns,
      int rows,
      boolean readOnly,
      int storeBytes,
      List<Rule> rules,
      SessionFlows session) {
    datapath = new ReplayDatapath("eth0", 7, rules);
    Operator operator = new Operator("ops", "192.0.2.7");
    ChangePolicy changes = new ChangePolicy(readOnly, CONFIRM, operator, session);
    Agent.Options options =
        new Agent.Options(
            TapOptions.DEFAULT, storeBytes, Optional.empty(), changes, () -> host, policy());
    ReplayTime time = new ReplayTime(datapath);
    agent = new Agent(() -> datapath, options, time, ZoneOffset.UTC, () -> {}, Runnable::run);
    taken = agent.latest();
    SessionFacts facts = new SessionFacts("eth0", "web-3", readOnly, CONFIRM, KeyMap.STANDARD);
    state = AppState.start(facts, columns, rows, taken);
    take(Update.start(state));
  }

  /** Files go where a test says by an absolute path, and nowhere else whatever is typed. */
  private ExportPolicy policy() {
    Path nowhere = Path.of("/dev/null");
    return new ExportPolicy(
        "udpscope test", nowhere, nowhere, Optional.empty(), RulesText::of, texts);
  }

  /** Has other texts in its bundles than none. */
  public ReplaySession say(BundleTexts other) {
    saying = other;
    return this;
  }

  /** As if the config file had bound the keys so; before it attaches. */
  public ReplaySession withKeys(KeyMap keys) {
    SessionFacts were = state.facts();
    SessionFacts facts =
        new SessionFacts(were.interfaces(), were.host(), were.readOnly(), were.confirm(), keys);
    state = AppState.start(facts, state.screen().columns(), state.screen().rows(), taken);
    return this;
  }

  public AppState state() {
    return state;
  }

  /** What the agent tells at the end. */
  public List<String> failures() {
    return agent.failures();
  }

  /** What the updates wanted done that is not the agent's to do. */
  public List<Command> commands() {
    return commands;
  }

  public ReplaySession attach() {
    agent.open();
    attached = true;
    return settle();
  }

  /** So many packets arrive, and as much time goes by. */
  public ReplaySession arrive(int packets) {
    datapath.offer(packets);
    return advance(200_000_000);
  }

  /** Some seconds with packets in each, a few more and a few less. */
  public ReplaySession goOn() {
    for (int i = 0; i < 12; i++) {
      arrive(40 + 17 * (i % 5)).advance(800_000_000);
    }
    return this;
  }

  public ReplaySession advance(long byNanos) {
    datapath.advance(byNanos);
    return settle();
  }

  /** Keys as a person types them; those that are no characters by {@link #press(Key)}. */
  public ReplaySession type(String keys) {
    for (char key : keys.toCharArray()) {
      press(Key.of(key));
    }
    return this;
  }

  public ReplaySession press(Key.Kind key) {
    return press(Key.of(key));
  }

  public ReplaySession press(Key key) {
    take(Update.update(state, new Msg.KeyPressed(key)));
    return settle();
  }

  /** A digit alone, and then nothing for a moment. */
  public ReplaySession typeAlone(char digit) {
    return press(Key.of(digit)).tell(new Msg.TypingPaused());
  }

  public ReplaySession resize(int columns, int rows) {
    return tell(new Msg.Resized(columns, rows));
  }

  /** As other keys ask the agent. */
  public ReplaySession ask(Command.ForAgent command) {
    agent.offer(command);
    return settle();
  }

  public ReplaySession tell(Msg msg) {
    take(Update.update(state, msg));
    return settle();
  }

  /** Lets the agent go around until it has nothing new to say. */
  public ReplaySession settle() {
    if (!attached) {
      return this;
    }
    int slices = 0;
    for (int i = 0; i < 4; ) {
      Intake.Drained drained = agent.cycle();
      if (drained == Intake.Drained.PART || agent.isLooking() && slices++ < MOST_SLICES) {
        agent.offer(new Command.ShowPackets(state.window())); // what a slow machine has left over
      } else {
        i++;
      }
      if (agent.latest() != taken) {
        taken = agent.latest();
        take(Update.update(state, new Msg.SnapshotArrived(taken)));
      }
    }
    return this;
  }

  private void take(Update.Step step) {
    state = step.state();
    for (Command command : step.commands()) {
      if (command instanceof Command.ForAgent forAgent) {
        agent.offer(forAgent);
      } else {
        commands.add(command);
      }
    }
  }
}
