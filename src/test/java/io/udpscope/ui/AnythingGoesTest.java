package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.AppState;
import io.udpscope.app.PacketsView;
import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.FormKeyMap;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.RelayError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys, sizes, packets, losses and seconds in any order: every frame can be drawn and holds true.
 */
class AnythingGoesTest {
  private static final List<Key> KEYS =
      Stream.concat(
              KeyMap.STANDARD.bindings().stream().flatMap(binding -> binding.keys().stream()),
              FormKeyMap.BINDINGS.stream().flatMap(binding -> binding.keys().stream()))
          .toList();

  private VirtualTerminal terminal;
  private FrameBuffer buffer;
  private FramePainter painter;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void drawsWhateverHappens(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ReplaySession session = new ReplaySession(80, 24);
    resize(session, 80, 24);
    session.attach();
    for (int i = 0; i < 800; i++) {
      switch (random.nextInt(16)) {
        case 0 -> session.arrive(random.nextInt(400));
        case 1 -> session.datapath.lose(random.nextInt(50));
        case 2 -> session.advance(random.nextLong(3_000_000_000L));
        case 3 -> resize(session, random.nextInt(1, 220), random.nextInt(1, 70));
        case 4 -> session.press(Key.of((char) random.nextInt(0x20, 0x7f)));
        case 5 -> session.type(Integer.toString(random.nextInt(200)));
        case 6 -> session.press(Key.Kind.ESCAPE);
        case 7 -> session.type("jf10.0.0." + random.nextInt(300));
        case 8 -> relay(session, random);
        case 9 -> look(session, random);
        default -> session.press(KEYS.get(random.nextInt(KEYS.size())));
      }
      draw(session.state());
      holds(session.state());
    }
  }

  /** The chosen rule goes to a service of this host, and something may happen to that, too. */
  private static void look(ReplaySession session, SplittableRandom random) {
    List<String> filters = List.of("", "port 53", "udp", "tcp", "port 99999", "ip6 or port 514");
    List<String> sought = List.of("e", "postgres", "0x00", "/[a-z]+|/", "/(/", "nowhere");
    boolean filter = random.nextBoolean();
    List<String> from = filter ? filters : sought;
    session.press(Key.of(Key.Kind.ESCAPE)).press(filter ? Key.of('/') : Key.control('F'));
    session.press(Key.control('U')).type(from.get(random.nextInt(from.size())));
    session.press(Key.of(Key.Kind.ENTER));
  }

  private static void relay(ReplaySession session, SplittableRandom random) {
    session.type("f127.0.0.1:6000").press(Key.Kind.ENTER);
    switch (random.nextInt(8)) {
      case 0 -> session.datapath.killRelay("it was told to");
      case 1 -> session.datapath.overtaxRelay(random.nextInt(100));
      default -> {
        RelayError[] reasons = RelayError.values();
        Optional<RelayError> reason = Optional.of(reasons[random.nextInt(reasons.length)]);
        session.datapath.failAtTarget("telemetry", "127.0.0.1:6000", reason);
      }
    }
    session.settle();
  }

  private void resize(ReplaySession session, int columns, int rows) {
    session.resize(columns, rows);
    terminal = new VirtualTerminal(columns, rows);
    buffer = new FrameBuffer(terminal, columns, rows);
    painter = new FramePainter(buffer, new Appearance(true, false));
  }

  private void draw(AppState state) throws IOException {
    painter.paint(state);
    buffer.flush(false);
  }

  /** What must be so in every state. */
  private static void holds(AppState state) {
    assertThat(state.layout().footer().height()).isEqualTo(1);
    assertThat(state.rules().cursor()).isBetween(0, state.snapshot().rules().size());
    if (state.packets() instanceof PacketsView.Following) {
      return;
    }
    long cursor = state.packetCursor();
    PageRow row = state.page().row(cursor);
    if (row instanceof PageRow.PacketRow packet) {
      assertThat(state.selected().orElseThrow().packet().number()).isEqualTo(packet.number());
    }
    assertThat(cursor).isBetween(-1L, state.snapshot().page().endRow() - 1);
  }

  /** What is on the screen is the same as if it had been drawn from nothing. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aFrameOfDifferencesIsAWholeFrame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ReplaySession session = new ReplaySession(80, 24);
    resize(session, 100, 31);
    session.attach();
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(3) == 0) {
        session.arrive(random.nextInt(60));
      } else {
        session.press(KEYS.get(random.nextInt(KEYS.size())));
      }
      draw(session.state());
      String differences = Golden.read(terminal);
      assertThat(differences).isEqualTo(Golden.draw(session.state(), new Appearance(true, false)));
    }
  }
}
