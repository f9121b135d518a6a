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
  private static final int EXIT_HANGUP = 129;

  private final Tty tty;
  private final AnsiTerminal terminal;
  private final Display display;
  private final ScreenText screens;
  private final boolean gnuScreen;
  private final Agent agent;
  private final JobSignals signals;
  private final KeyDecoder decoder = new KeyDecoder();
  private final byte[] input = new byte[1024];
  private AppState state;
  private Snapshot lastSnapshot;
  private long inputNanos;
  private int exitCode = -1;

  private LiveSession(Tty tty, DatapathSource source, Options options) throws IOException {
    this.tty = tty;
    terminal = AnsiTerminal.on(tty, options.appearance().ascii());
    int[] size = tty.size();
    display = new Display(tty, terminal, size, options.appearance());
    signals = new JobSignals(tty);
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
    signals.end();
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
    signals.listen();
    apply(Update.start(state));
    display.measureLink();
    tty.guard();
    while (exitCode < 0 && !signals.hasEnded()) {
      display.draw(state);
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
    return state.isHalfTyped() ? PAUSE_MILLIS : display.patienceMillis();
  }

  /** An answer of the terminal begins with an ESC, too, and a slow link may tear it up. */
  private int escapeMillis() {
    return display.isSlow() && display.awaitsAnswer() ? SLOW_ESCAPE_MILLIS : ESCAPE_MILLIS;
  }

  private boolean isSilentFor(int millis) {
    return System.nanoTime() - inputNanos >= millis * 1_000_000L;
  }

  private void takeSignals() throws IOException {
    if (signals.wasContinued()) {
      comeBack();
    }
    if (signals.takeResized()) {
      int[] size = tty.size();
      display.resize(size);
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
    List<Key> keys = decoder.decode(input, length);
    display.answered(decoder.takeReports());
    for (Key key : keys) {
      display.keyPressed(inputNanos);
      update(new Msg.KeyPressed(key));
      if (exitCode >= 0) {
        return;
      }
    }
  }

  /** Keys that are pressed meanwhile are lost. */
  private void awaitAnswer() {
    long deadline = System.nanoTime() + ANSWER_MILLIS * 1_000_000L;
    long left = ANSWER_MILLIS;
    while (display.awaitsAnswer() && left > 0 && !signals.hasEnded()) {
      tty.await((int) left);
      if (tty.takeBell()) {
        lastSnapshot = agent.latest();
      }
      int length = tty.hasInput() ? tty.read(input) : 0;
      if (length < 0) {
        return;
      }
      decoder.decode(input, length);
      display.answered(decoder.takeReports());
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
    OptionalInt slow = display.slowRate();
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
      display.use(use.theme());
    } else if (command instanceof Command.TellStats) {
      update(new Msg.Told(display.cost()));
    } else {
      display.redraw();
    }
  }

  private void suspend() throws IOException {
    awaitAnswer();
    tty.restore();
    signals.stop();
    comeBack();
  }

  /** Whoever was continued without having the terminal goes on, and draws when it has it. */
  private void comeBack() throws IOException {
    signals.awaitForeground();
    tty.enterAgain();
    display.startAnew();
    tty.ring();
  }

  private void writeStats() throws IOException {
    String file = System.getProperty(STATS_PROPERTY);
    if (file != null) {
      display.writeStats(Path.of(file), agent.latest().ledger());
    }
  }
}
