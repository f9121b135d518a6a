package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.ui.terminal.AnsiTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A frame is one write of the cells that differ, and none where none does. */
class FrameEconomyTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ReplaySession session = new ReplaySession(120, 40).attach().arrive(100);
  private AnsiTerminal terminal;
  private FrameBuffer buffer;
  private FramePainter painter;

  @BeforeEach
  void start() throws IOException {
    start(false);
  }

  private void start(boolean ascii) throws IOException {
    terminal =
        new AnsiTerminal(
            (bytes, length) -> {
              output.write(bytes, 0, length);
              return true;
            },
            ascii);
    buffer = new FrameBuffer(terminal, 120, 40);
    painter = new FramePainter(buffer, new Appearance(true, ascii));
    draw(true);
  }

  private void draw(boolean whole) throws IOException {
    output.reset();
    painter.paint(session.state());
    buffer.flush(whole);
  }

  @Test
  void aFrameIsOneWrite() throws IOException {
    long before = terminal.writes();
    session.arrive(100);
    draw(false);
    assertThat(terminal.writes()).isEqualTo(before + 1);
    draw(true);
    assertThat(terminal.writes()).isEqualTo(before + 2);
  }

  @Test
  void nothingNewIsNothingWritten() throws IOException {
    long before = terminal.writes();
    for (int i = 0; i < 3; i++) {
      draw(false);
    }
    assertThat(terminal.writes()).isEqualTo(before);
    assertThat(output.size()).isZero();
  }

  @Test
  void aSecondThatOnlyTheClockNoticedIsAFewBytes() throws IOException {
    session.advance(3_000_000_000L).advance(1_000_000_000L);
    draw(false);
    session.advance(1_000_000_000L);
    draw(false);
    assertThat(output.size()).isBetween(1, 200);
  }

  @Test
  void aFrameHoldsNoControlCharacterButThoseOfItsSequences() throws IOException {
    draw(true);
    String frame = output.toString(StandardCharsets.UTF_8);
    assertThat(frame.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\\r\\n", ""))
        .matches("[^\\p{Cntrl}\\u0080-\\u009f]*");
  }

  /**
   * 100,000 packets a second of many kinds, drawn ten times: nearly every cell of three panes is
   * new, and little but these cells is sent.
   */
  @Test
  void aBusySecondIsLessThan25Kilobytes() throws IOException {
    session.press(Key.Kind.TAB);
    int bytes = 0;
    for (int i = 0; i < 20; i++) {
      session.datapath.offer(10_000);
      session.settle();
      draw(false);
      bytes += output.size();
    }
    assertThat(bytes / 2).isLessThan(25_000);
  }

  @Test
  void asciiIsAscii() throws IOException {
    start(true);
    session.arrive(50);
    draw(true);
    for (byte value : output.toByteArray()) {
      assertThat(value).isPositive();
    }
  }

  @Test
  void aTerminalThatIsGoneIsAnError() throws IOException {
    AnsiTerminal gone = new AnsiTerminal((bytes, length) -> false, false);
    gone.putString("x");
    assertThatThrownBy(gone::flush).isInstanceOf(IOException.class);
  }
}
