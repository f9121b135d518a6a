package io.udpscope.ui;

import io.udpscope.app.Agent;
import io.udpscope.app.AppState;
import io.udpscope.app.Command;
import io.udpscope.app.DatapathSource;
import io.udpscope.app.Msg;
import io.udpscope.app.SessionFacts;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.Snapshot;
import io.udpscope.app.Update;
import io.udpscope.app.key.Key;
import io.udpscope.app.time.TimeSource;
import io.udpscope.ui.terminal.AnsiTerminal;
import io.udpscope.ui.terminal.KeyDecoder;
import io.udpscope.ui.terminal.Signals;
import io.udpscope.ui.terminal.Tty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;

/**
 * The live session in a terminal: waits for keys and snapshots, updates the state, draws a frame
 * where there is something new. Runs on the thread that calls it; the agent has its own.
 */
public final class LiveSession {
  /**
   * @param facts what the header says of the session
   * @param agent how much is captured and kept
   * @param gnuScreen that program is between us and the terminal
   */
  public record Options(
      SessionFacts facts, Agent.Options agent, Appearance appearance, boolean gnuScreen) {}

  /** Names the file that {@link SessionStats} go to; none by default. */
  private static final String STATS_PROPERTY = "udpscope.stats";

  /** How long an ESC may stand alone before it is the Escape key: two frames of a slow link. */
  private static final int ESCAPE_MILLIS = 50;

  private static final int SLOW_ESCAPE_MILLIS = 300;

  /** How long the end waits for an answer of the terminal, which else the shell would get. */
  private static final int ANSWER_MILLIS = 500;

  /** How long a digit may stand alone before it is a key, and no count in front of one. */
  private static final int PAUSE_MILLIS = 300;

  private static final long STOP_MILLIS = 3000;
  private static final long CONTINUE_MILLIS = 1000;
  private static final long FOREGROUND_MILLIS = 100;
  private static final int EXIT_HANGUP = 129;

  private final Tty tty;
  private final AnsiTerminal terminal;
  private final FrameBuffer buffer;
  private final FramePainter painter;
  private final ScreenText screens;
  private final boolean gnuScreen;
  private final Agent agent;
  private final KeyDecoder decoder = new KeyDecoder();
  private final SessionStats stats = new SessionStats();
  private final DisplayRate displayRate = new DisplayRate(System.nanoTime());
  private final byte[] input = new byte[1024];
  private LinkPace pace = new LinkPace();
  private final Object continuedLock = new Object();
  private volatile boolean resized;
  private volatile boolean continued;
  private volatile boolean ended;

  private AppState state;
  private AppState drawn;
  private boolean redraw = true;
  private Snapshot lastSnapshot;
  private long inputNanos;
  private long keyReadNanos;
  private boolean keyWaits;
  private int exitCode = -1;

  private LiveSession(Tty tty, DatapathSource source, Options options) throws IOException {
    this.tty = tty;
    terminal = AnsiTerminal.on(tty, options.appearance().ascii());
    int[] size = tty.size();
    terminal.setColumns(size[0]);
    buffer = new FrameBuffer(terminal, size[0], size[1]);
    painter = new FramePainter(buffer, options.appearance());
    gnuScreen = options.gnuScreen();
    screens = new ScreenText(terminal, options.appearance());
    agent =
        new Agent(source, options.agent(), TimeSource.SYSTEM, ZoneId.systemDefault(), tty::ring);
    lastSnapshot = agent.latest();
    state = AppState.start(options.facts(), size[0], size[1], lastSnapshot);
  }

  /**
   * Runs a session until the user ends it. The terminal is as it was when this returns or throws,
   * and the datapath is closed.
   *
   * @return the exit code: 0 after q, 1 if something failed that a line on standard error names,
   *     130 after Ctrl-C, 131 after Ctrl-\, 129 if the terminal went away
   * @throws io.udpscope.ui.terminal.NoTerminalException before anything is attached
   * @throws io.udpscope.datapath.DatapathException if it could not be attached
   */
  public static int run(DatapathSource source, Options options) {
    Tty tty = Tty.open(System.getenv("TERM"));
    try {
      return new LiveSession(tty, source, options).run();
    } catch (IOException e) {
      return EXIT_HANGUP;
    }
  }

  private int run() throws IOException {
    Thread agentThread = new Thread(agent, "agent");
    agentThread.setDaemon(true);
    Thread hook = new Thread(() -> endFromOutside(agentThread), "restore-terminal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      agentThread.start();
      tty.enter();
      loop();
      awaitAnswer();
    } catch (IOException e) {
      exitCode = EXIT_HANGUP;
    } finally {
      end(agentThread);
      removeHook(hook);
    }
    writeStats();
    if (agent.latest().status() instanceof SessionStatus.Failed failed) {
      throw failed.cause();
    }
    for (String failure : agent.failures()) {
      System.err.println("udpscope: " + DisplayText.of(failure, false));
      exitCode = exitCode == 0 ? 1 : exitCode;
    }
    return exitCode;
  }

  /** A signal ends the process: the JVM gives it its exit code, and the loop has only to stop. */
  private void endFromOutside(Thread agentThread) {
    ended = true;
    end(agentThread);
    tty.ring();
  }

  /** The terminal first, then what is attached. */
  private void end(Thread agentThread) {
    tty.close();
    agent.stop();
    try {
      agentThread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs already.
    }
  }

  private void loop() throws IOException {
    Signals.on("WINCH", () -> signal(() -> resized = true));
    Signals.on("CONT", () -> signal(() -> continued = true));
    apply(Update.start(state));
    measureLink();
    tty.guard();
    while (exitCode < 0 && !ended) {
      draw();
      tty.await(patience());
      takeSignals();
      takeKeys();
      if (tty.takeBell()) {
        takeSnapshot();
      }
    }
  }

  /** How long to wait for the next key, as long as that makes a difference; else for ever. */
  private int patience() {
    if (decoder.isUndecided()) {
      return escapeMillis();
    }
    return state.isHalfTyped() ? PAUSE_MILLIS : pace.patienceMillis(System.nanoTime());
  }

  /** An answer of the terminal begins with an ESC, too, and a slow link may tear it up. */
  private int escapeMillis() {
    return pace.isSlow() && pace.isAsked() ? SLOW_ESCAPE_MILLIS : ESCAPE_MILLIS;
  }

  private boolean isSilentFor(int millis) {
    return System.nanoTime() - inputNanos >= millis * 1_000_000L;
  }

  private void signal(Runnable flag) {
    synchronized (continuedLock) {
      flag.run();
      continuedLock.notifyAll();
    }
    tty.ring();
  }

  private void takeSignals() throws IOException {
    if (continued) {
      comeBack();
    }
    if (resized) {
      resized = false;
      int[] size = tty.size();
      buffer.resize(size[0], size[1]);
      terminal.setColumns(size[0]);
      painter.forget();
      update(new Msg.Resized(size[0], size[1]));
    }
  }

  private void takeKeys() throws IOException {
    if (!tty.hasInput()) {
      if (decoder.isUndecided() && isSilentFor(escapeMillis())) {
        update(new Msg.KeyPressed(decoder.decide()));
      } else if (state.isHalfTyped() && isSilentFor(PAUSE_MILLIS)) {
        update(new Msg.TypingPaused());
      }
      return;
    }
    int length = tty.read(input);
    if (length <= 0) {
      exitCode = EXIT_HANGUP;
      return;
    }
    inputNanos = System.nanoTime();
    keyReadNanos = keyWaits ? keyReadNanos : inputNanos;
    List<Key> keys = decoder.decode(input, length);
    takeAnswers();
    for (Key key : keys) {
      keyWaits = true;
      update(new Msg.KeyPressed(key));
      if (exitCode >= 0) {
        return;
      }
    }
  }

  private void takeAnswers() {
    for (int i = decoder.takeReports(); i > 0; i--) {
      pace.answered(System.nanoTime());
      tty.expectAnswer(false);
    }
  }

  /** Keys that are pressed meanwhile are lost. */
  private void awaitAnswer() {
    long deadline = System.nanoTime() + ANSWER_MILLIS * 1_000_000L;
    long left = ANSWER_MILLIS;
    while (pace.isAsked() && left > 0 && !ended) {
      tty.await((int) left);
      if (tty.takeBell()) {
        lastSnapshot = agent.latest();
      }
      int length = tty.hasInput() ? tty.read(input) : 0;
      if (length < 0) {
        return;
      }
      decoder.decode(input, length);
      takeAnswers();
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  private void takeSnapshot() throws IOException {
    Snapshot snapshot = agent.latest();
    if (snapshot == lastSnapshot) {
      return;
    }
    lastSnapshot = snapshot;
    update(new Msg.SnapshotArrived(snapshot));
    OptionalInt slow = displayRate.slow(System.nanoTime(), pace.isSlow());
    if (!slow.equals(state.slowDisplay())) {
      update(new Msg.DisplayPaced(slow));
    }
    if (snapshot.status() instanceof SessionStatus.Failed) {
      exitCode = 1;
    }
  }

  private void update(Msg msg) throws IOException {
    apply(Update.update(state, msg));
  }

  private void apply(Update.Step step) throws IOException {
    state = step.state();
    for (Command command : step.commands()) {
      carryOut(command);
    }
  }

  private void carryOut(Command command) throws IOException {
    if (command instanceof Command.ForAgent forAgent) {
      if (!agent.offer(forAgent)) {
        update(new Msg.AgentBusy());
      }
    } else if (command instanceof Command.Leave leave) {
      exitCode = leave.exitCode();
    } else if (command instanceof Command.Suspend) {
      suspend();
    } else if (command instanceof Command.Bundle bundle) {
      carryOut(bundle.taken(state, screens::of));
    } else if (command instanceof Command.Copy copy) {
      terminal.copy(Clipboard.sequence(copy.text(), gnuScreen));
    } else if (command instanceof Command.UseTheme use) {
      painter.use(use.theme());
      drawn = null;
    } else if (command instanceof Command.TellStats) {
      update(new Msg.Told(displayRate.told(terminal.bytesWritten(), terminal.writes())));
    } else {
      redraw = true;
    }
  }

  private void suspend() throws IOException {
    awaitAnswer();
    tty.restore();
    continued = false;
    tty.stopJob();
    // The signal stops all threads, but this one may run on for a moment.
    pause(CONTINUE_MILLIS);
    comeBack();
  }

  /** Until the process is continued, or the time is over. */
  private void pause(long millis) {
    synchronized (continuedLock) {
      long deadline = System.nanoTime() + millis * 1_000_000;
      long left = millis;
      while (!continued && left > 0) {
        try {
          continuedLock.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }
  }

  /** Whoever was continued without having the terminal goes on, and draws when it has it. */
  private void comeBack() throws IOException {
    continued = false;
    while (!ended && !tty.isForeground()) {
      pause(FOREGROUND_MILLIS);
      continued = false;
    }
    tty.enterAgain();
    terminal.forget();
    resized = true; // it may have been resized while nobody looked
    redraw = true;
    measureLink();
    tty.ring();
  }

  /**
   * Sends what the link takes of what is new. A frame that does not fit goes in parts, and the next
   * one begins behind its last part, or where a key was pressed, which is answered first.
   */
  private void draw() throws IOException {
    long now = System.nanoTime();
    boolean fresh = state != drawn || redraw;
    if (!fresh && !buffer.isPending() || !pace.mayWrite(now)) {
      return;
    }
    if (fresh && (redraw || keyWaits || !buffer.isPending())) {
      painter.paint(state);
      drawn = state;
    }
    send(now);
    if (buffer.isPending()) {
      return;
    }
    stats.frame();
    displayRate.drawn(System.nanoTime());
    if (keyWaits && isAnswered()) {
      keyWaits = false;
      stats.key(System.nanoTime() - keyReadNanos);
    }
  }

  private void send(long now) throws IOException {
    boolean ask = pace.wantsAnswer(now);
    if (ask) {
      terminal.ask();
    }
    long before = terminal.bytesWritten();
    buffer.flush(redraw, pace.budget());
    redraw = false;
    int bytes = (int) (terminal.bytesWritten() - before);
    displayRate.sent(bytes);
    if (ask && bytes > 0) {
      asked(bytes);
    } else {
      pace.sent(bytes);
    }
  }

  private void asked(int bytes) {
    pace.asked(System.nanoTime(), bytes);
    tty.expectAnswer(true);
  }

  /** The terminal is asked before anything is sent, so that there is something to compare with. */
  private void measureLink() throws IOException {
    pace = new LinkPace();
    terminal.askNow();
    asked(0);
  }

  /** The frame shows what the last key asked for: the row that was chosen, the change confirmed. */
  private boolean isAnswered() {
    long cursor = state.packetCursor();
    return state.asked().pending().isEmpty()
        && (cursor < state.page().firstRow() || state.page().row(cursor) != null);
  }

  private void writeStats() throws IOException {
    String file = System.getProperty(STATS_PROPERTY);
    if (file != null) {
      stats.write(
          Path.of(file), agent.latest().ledger(), terminal.bytesWritten(), terminal.writes());
    }
  }
}
