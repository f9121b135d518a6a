package io.udpscope.cli;

import io.udpscope.app.Agent;
import io.udpscope.app.ChangePolicy;
import io.udpscope.app.DatapathSource;
import io.udpscope.app.SessionFacts;
import io.udpscope.app.ThemeName;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.health.Host;
import io.udpscope.app.log.Operator;
import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.file.FilePackets;
import io.udpscope.capture.file.KeptRows;
import io.udpscope.cli.option.ReadOptions;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.file.FileDatapath;
import io.udpscope.ui.Appearance;
import io.udpscope.ui.LiveSession;
import java.util.Map;
import java.util.Optional;

/** The screen of the live session over a file. */
final class FileScreen {
  private final FilePackets packets;
  private final ReadOptions options;

  /**
   * @param packets not read yet: that is the agent's
   */
  FileScreen(FilePackets packets, ReadOptions options) {
    this.packets = packets;
    this.options = options;
  }

  /**
   * @return the exit code
   */
  int run() {
    ReadOptions.ScreenOptions screen = options.screen();
    Map<String, String> environment = screen.environment();
    var facts =
        new SessionFacts(
            options.fileName(), "", true, Optional.empty(), screen.settings().keys(), true);
    Operator operator = Operator.of(environment);
    var changes = new ChangePolicy(true, Optional.empty(), operator, SessionFlows.NONE);
    var agent =
        new Agent.Options(
            TapOptions.DEFAULT.withSnaplen(options.snaplen()),
            options.bufferBytes(),
            Optional.empty(),
            changes,
            () -> Host.NONE,
            LiveCommand.exports(environment));
    ThemeName preferred = screen.settings().theme().orElse(ThemeName.DEFAULT);
    Appearance appearance =
        Appearance.of(environment, screen.theme(), preferred, options.look().ascii());
    boolean gnuScreen = GnuScreen.isAround(environment);
    DatapathSource source = new FileSource(packets, options.fileName());
    return LiveSession.run(source, new LiveSession.Options(facts, agent, appearance, gnuScreen));
  }

  private record FileSource(FilePackets packets, String name) implements DatapathSource {
    @Override
    public Datapath open() {
      return new FileDatapath(packets, name);
    }

    @Override
    public boolean isFile() {
      return true;
    }

    @Override
    public GrowingRows store(int bytes) {
      return new KeptRows(packets, bytes);
    }
  }
}
