package io.udpscope.app;

import io.udpscope.app.change.SessionFlows;
import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.health.Host;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.log.Operator;
import io.udpscope.app.time.TimeSource;
import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.PacketStore;
import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.FilePackets;
import io.udpscope.capture.file.KeptRows;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.file.FileDatapath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A session over a file, on one thread: the real agent, the real update, the real reader. */
public final class FileSession implements AutoCloseable {
  /** The clock of the machine, which has nothing to do with the packets'. */
  private static final TimeSource TIME =
      new TimeSource() {
        private long now = 1_000_000_000_000L;

        @Override
        public long monotonicNanos() {
          now += 1_000_000;
          return now;
        }

        @Override
        public Instant wallClock() {
          return Instant.parse("2026-11-20T02:13:45Z");
        }
      };

  private final FilePackets packets;
  private final Agent agent;
  private AppState state;
  private Snapshot taken;

  public FileSession(Path file, int columns, int rows) throws IOException {
    this(file, columns, rows, file.getParent());
  }

  /**
   * @param spool where it is kept unpacked, if it is packed; else in a store of the least size
   */
  public FileSession(Path file, int columns, int rows, Path spool) throws IOException {
    packets = new FilePackets(CaptureFile.open(file, TapOptions.MAX_SNAPLEN, spool));
    String name = file.getFileName().toString();
    DatapathSource source =
        new DatapathSource() {
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
            return new KeptRows(packets, PacketStore.MIN_BYTES);
          }
        };
    Operator operator = new Operator("ops", "192.0.2.7");
    ChangePolicy changes = new ChangePolicy(true, Optional.empty(), operator, SessionFlows.NONE);
    ExportPolicy exports =
        new ExportPolicy(
            "udpscope test",
            file.getParent(),
            file.getParent(),
            Optional.empty(),
            (rules, json) -> "",
            BundleTexts.NONE);
    Agent.Options options =
        new Agent.Options(
            TapOptions.DEFAULT,
            PacketStore.MIN_BYTES,
            Optional.empty(),
            changes,
            () -> Host.NONE,
            exports);
    agent = new Agent(source, options, TIME, ZoneOffset.UTC, () -> {}, Runnable::run);
    taken = agent.latest();
    SessionFacts facts = new SessionFacts(name, "", true, Optional.empty(), KeyMap.STANDARD, true);
    state = AppState.start(facts, columns, rows, taken);
    take(Update.start(state));
    agent.open();
  }

  public AppState state() {
    return state;
  }

  /** Once around, as far as the agent comes. */
  public FileSession cycle() {
    agent.cycle();
    if (agent.latest() != taken) {
      taken = agent.latest();
      take(Update.update(state, new Msg.SnapshotArrived(taken)));
    }
    return this;
  }

  /** Until the file is read, and nothing else is under way. */
  public FileSession settle() {
    do {
      cycle();
    } while (!packets.isEnded());
    for (int i = 0; i < 300; i++) {
      cycle();
    }
    return this;
  }

  public FileSession type(String keys) {
    for (char key : keys.toCharArray()) {
      press(Key.of(key));
    }
    return this;
  }

  public FileSession press(Key.Kind key) {
    return press(Key.of(key));
  }

  public FileSession press(Key key) {
    take(Update.update(state, new Msg.KeyPressed(key)));
    return settle();
  }

  /** A digit alone, and then nothing for a moment. */
  public FileSession typeAlone(char digit) {
    press(Key.of(digit));
    take(Update.update(state, new Msg.TypingPaused()));
    return settle();
  }

  private void take(Update.Step step) {
    state = step.state();
    for (Command command : step.commands()) {
      if (command instanceof Command.ForAgent forAgent) {
        agent.offer(forAgent);
      }
    }
  }

  @Override
  public void close() throws IOException {
    agent.close();
    packets.close();
  }
}
