package io.udpscope.cli;

import io.udpscope.app.Agent;
import io.udpscope.app.ChangePolicy;
import io.udpscope.app.DatapathSource;
import io.udpscope.app.Operator;
import io.udpscope.app.SessionFacts;
import io.udpscope.cli.demo.DemoNetwork;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.ui.Appearance;
import io.udpscope.ui.LiveSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code udpscope live} and {@code udpscope demo}: a session with a screen. */
final class LiveCommand {
  /** How long a change that can cut traffic stands, unless it is kept. */
  private static final Duration DEFAULT_CONFIRM = Duration.ofSeconds(60);

  private final Options options;
  private final Map<String, String> environment;

  LiveCommand(Options options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * A session on the interfaces of the command line.
   *
   * @return the exit code
   */
  int run() {
    return run(options.interfaces(), new KernelSource(options.interfaces()));
  }

  /**
   * A session on a network of its own.
   *
   * @throws FailedException if that cannot be made, for example without the program {@code ip}
   */
  int runDemo() {
    try (DemoNetwork network = startNetwork()) {
      List<String> interfaces = List.of(DemoNetwork.INTERFACE);
      DatapathSource inside = new KernelSource(interfaces);
      return run(interfaces, network.enter(inside));
    }
  }

  private static DemoNetwork startNetwork() {
    try {
      return DemoNetwork.start();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new FailedException("cannot make the demo's network: " + e.getMessage(), e);
    }
  }

  private int run(List<String> interfaces, DatapathSource source) {
    Optional<Duration> confirm = Optional.of(DEFAULT_CONFIRM);
    boolean readOnly = options.readOnly();
    var facts = new SessionFacts(String.join(",", interfaces), hostName(), readOnly, confirm);
    var changes = new ChangePolicy(readOnly, confirm, Operator.of(environment));
    TapOptions tap = TapOptions.DEFAULT.withSnaplen(options.snaplen());
    var recording = options.file().map(file -> LiveRecording.into(file, options.snaplen()));
    var agent = new Agent.Options(tap, options.bufferBytes(), recording, changes);
    Appearance appearance = Appearance.of(environment, !options.color(), options.ascii());
    return LiveSession.run(source, new LiveSession.Options(facts, agent, appearance));
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  /** The datapath in the kernel, in the network of the thread that asks for it. */
  private final class KernelSource implements DatapathSource {
    private final List<String> interfaces;
    private BpfDatapath datapath;

    KernelSource(List<String> interfaces) {
      this.interfaces = interfaces;
    }

    @Override
    public Datapath open() {
      datapath = BpfDatapath.load(interfaces);
      try {
        datapath.apply(options.rules());
      } catch (RuntimeException e) {
        datapath.close();
        throw e;
      }
      return datapath;
    }

    @Override
    public void attach() {
      datapath.attach(options.hook());
    }
  }
}
