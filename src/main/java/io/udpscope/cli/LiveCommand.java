package io.udpscope.cli;

import io.udpscope.app.Agent;
import io.udpscope.app.ChangePolicy;
import io.udpscope.app.DatapathSource;
import io.udpscope.app.SessionFacts;
import io.udpscope.app.ThemeName;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.health.HostSource;
import io.udpscope.app.log.Operator;
import io.udpscope.capture.NewFile;
import io.udpscope.cli.demo.DemoNetwork;
import io.udpscope.cli.option.OperatorHome;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.output.LiveRecording;
import io.udpscope.cli.output.Version;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.TapOptions;
import io.udpscope.host.ThisHost;
import io.udpscope.ui.Appearance;
import io.udpscope.ui.LiveSession;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code udpscope live} and {@code udpscope demo}: a session with a screen. */
final class LiveCommand {
  private final Options options;
  private final PrintStream err;
  private final Map<String, String> environment;

  /**
   * @param err for warnings before the screen is drawn
   */
  LiveCommand(Options options, PrintStream err, Map<String, String> environment) {
    this.options = options;
    this.err = err;
    this.environment = environment;
  }

  /**
   * A session on the interfaces of the command line.
   *
   * @return the exit code
   */
  int run() {
    Map<String, String> complete = SshOrigin.complete(environment);
    SessionFlows session = options.readOnly() ? SessionFlows.NONE : SessionCarriers.find(complete);
    return run(options.interfaces(), source -> source, host -> host, session);
  }

  /**
   * A session on a network of its own.
   *
   * @throws FailedException if that cannot be made, for example without the program {@code ip}
   */
  int runDemo() {
    try (DemoNetwork network = startNetwork()) {
      List<String> interfaces = List.of(DemoNetwork.INTERFACE);
      return run(interfaces, network::enter, network::enter, SessionFlows.NONE);
    }
  }

  private static DemoNetwork startNetwork() {
    try {
      return DemoNetwork.start();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new FailedException("cannot make the demo's network: " + e.getMessage(), e);
    }
  }

  /**
   * @param placed the same source, its datapath in the network where the interfaces are
   * @param found the same for what is told of the host
   * @param session how the operator's session comes to the network where they are
   */
  private int run(
      List<String> interfaces,
      UnaryOperator<DatapathSource> placed,
      UnaryOperator<HostSource> found,
      SessionFlows session) {
    Optional<Duration> confirm = options.confirm();
    boolean readOnly = options.readOnly();
    String names = String.join(",", interfaces);
    var facts = new SessionFacts(names, hostName(), readOnly, confirm, options.screen().keys());
    var changes =
        new ChangePolicy(readOnly, confirm, Operator.of(SshOrigin.complete(environment)), session);
    TapOptions tap = TapOptions.DEFAULT.withSnaplen(options.snaplen());
    var recording = options.recording().map(LiveRecording::of);
    HostSource host = found.apply(ThisHost::open);
    var agent =
        new Agent.Options(
            tap, options.bufferBytes(), recording, changes, host, exports(environment));
    ThemeName preferred = options.screen().theme().orElse(ThemeName.DEFAULT);
    Appearance appearance = Appearance.of(environment, options.theme(), preferred, options.ascii());
    try (SessionStart start = new SessionStart(options, interfaces, err)) {
      DatapathSource source = placed.apply(new KernelSource(start));
      boolean gnuScreen = GnuScreen.isAround(environment);
      return LiveSession.run(source, new LiveSession.Options(facts, agent, appearance, gnuScreen));
    }
  }

  /** How files are written that the screen asks for. */
  static ExportPolicy exports(Map<String, String> environment) {
    Optional<NewFile.Owner> owner = NewFile.Owner.of(environment);
    Path home = new OperatorHome(environment, OperatorHome.USERS).find().orElse(Path.of("/"));
    IncidentTexts texts = new IncidentTexts(Instant.now());
    return ExportPolicy.here("udpscope " + Version.text(), home, owner, RulesText::of, texts);
  }

  private record KernelSource(SessionStart start) implements DatapathSource {
    @Override
    public Datapath open() {
      return start.open();
    }

    @Override
    public void attach() {
      start.attach();
    }
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "?";
    }
  }
}
