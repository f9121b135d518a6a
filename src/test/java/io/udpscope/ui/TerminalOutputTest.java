package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.ThemeName;
import io.udpscope.app.key.Binding;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.packets.Frame;
import io.udpscope.ui.terminal.AnsiTerminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that leave for a terminal: they draw the frame, and nothing of a packet but text. */
class TerminalOutputTest {
  /** Sequences that would set titles, read the clipboard, move, hide or turn text around. */
  private static final List<String> EVIL =
      List.of(
          "\u001b]0;title\u0007",
          "\u001b]52;c;?\u001b\\",
          "\u001bP+q544e\u001b\\",
          "\u001b[2J\u001b[H",
          "\u001b[5n\u001b[c",
          "\u009b31m\u009d0;x\u009c",
          "\u202egpj.exe\u202c",
          "\u2066\u2069\u200b\u200d\ufeff",
          "e\u0301\u0301\u0301\u20dd",
          "\ud83d\ude00\ud83d",
          "\u0000\u0007\b\t\n\u000b\f\r\u000e\u000f\u007f\u0085\u00ad",
          "中文한국어\u3000",
          "\ue000\uffff\ufffe\u061c");

  private static final int[] PORTS = {53, 514, 5005, 5006, 8125, 123, 5060, 1900, 69, 161, 67, 9};

  private static final List<Key> KEYS =
      KeyMap.STANDARD.bindings().stream()
          .map(Binding::keys)
          .flatMap(List::stream)
          .filter(key -> !key.equals(Key.of('?')))
          .toList();

  private AnsiTerminal ansi;
  private StrictTerminal strict;
  private VirtualTerminal virtual;
  private FrameBuffer strictBuffer;
  private FrameBuffer virtualBuffer;
  private FramePainter strictPainter;
  private FramePainter virtualPainter;

  private void open(int columns, int rows, ThemeName theme, boolean ascii) {
    strict = new StrictTerminal(columns, rows, ascii);
    ansi = new AnsiTerminal(strict, ascii);
    ansi.setColumns(columns);
    strictBuffer = new FrameBuffer(ansi, columns, rows);
    strictPainter = new FramePainter(strictBuffer, new Appearance(theme, ascii));
    virtual = new VirtualTerminal(columns, rows);
    virtualBuffer = new FrameBuffer(virtual, columns, rows);
    virtualPainter = new FramePainter(virtualBuffer, new Appearance(theme, ascii));
  }

  private static ByteBuffer evil(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    while (random.nextInt(5) > 0) {
      text.append(random.nextBoolean() ? "GET a=1 " : EVIL.get(random.nextInt(EVIL.size())));
    }
    byte[] payload = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0 && payload.length > 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(3) == 0) {
      random.nextBytes(payload);
    }
    int port = PORTS[random.nextInt(PORTS.length)];
    Frame frame = Frame.ethernet().ip("10.0.0." + random.nextInt(1, 9), "10.0.0.2");
    return ByteBuffer.wrap(frame.udp(40_000 + random.nextInt(5), port).payload(payload).bytes());
  }

  /** A step of the session; a frame of differences, sometimes in parts. */
  private void draw(ReplaySession session, SplittableRandom random) throws IOException {
    virtualPainter.paint(session.state());
    virtualBuffer.flush(false);
    strictPainter.paint(session.state());
    boolean inParts = random.nextInt(3) == 0;
    do {
      strictBuffer.flush(false, inParts ? random.nextInt(1, 500) : Integer.MAX_VALUE);
    } while (strictBuffer.isPending());
    assertThat(strict.shown())
        .isEqualTo(
            StrictTerminal.shown(
                virtual, session.state().screen().columns(), session.state().screen().rows()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 80, 24, DEFAULT, false",
    "2, 80, 24, MONO, true",
    "3, 120, 40, LIGHT, false",
    "4, 160, 48, HIGH_CONTRAST, false",
    "5, 40, 10, DEFAULT, true",
    "6, 120, 40, DEFAULT, false"
  })
  void drawsTheFrameAndNothingOfAPacketButText(
      long seed, int columns, int rows, ThemeName theme, boolean ascii) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ReplaySession session = new ReplaySession(columns, rows).attach();
    open(columns, rows, theme, ascii);
    for (int i = 0; i < 400; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          for (int packets = random.nextInt(40); packets > 0; packets--) {
            session.datapath.offer(evil(random));
          }
          session.advance(100_000_000);
        }
        case 3 -> session.typeAlone((char) ('1' + random.nextInt(5)));
        case 4 -> session.press(Key.Kind.ESCAPE);
        case 5 -> session.type(EVIL.get(random.nextInt(EVIL.size())));
        default -> session.press(KEYS.get(random.nextInt(KEYS.size())));
      }
      draw(session, random);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b]0;x\u0007",
        "\u001bPx\u001b\\",
        "\u009b1m",
        "\u001b[6n",
        "\u202e",
        "\u001b[3;1r",
        "\u0007",
        "\u001b[38;5;1m",
        "\u001b[2;2Habc\u001b[99C",
        "a",
      })
  void theStrictTerminalFailsOnWhatIsNotOurs(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StrictTerminal terminal = new StrictTerminal(20, 5, false);
    assertThatThrownBy(() -> terminal.write(bytes, bytes.length))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aQuestionGoesOutAtTheEndOfWhatIsSent() throws IOException {
    open(80, 24, ThemeName.DEFAULT, false);
    ansi.askNow();
    assertThat(strict.questions()).isEqualTo(1);
    ansi.ask();
    strictBuffer.flush(true);
    assertThat(strict.questions()).isEqualTo(2);
    ansi.ask();
    strictBuffer.flush(false);
    strictBuffer.flush(true);
    assertThat(strict.questions()).as("none where nothing is sent").isEqualTo(2);
  }
}
