package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * At 9,600 baud keys are answered, in order, and soon: what the line carries in the meantime is
 * counted, so that a busy machine makes no difference.
 */
@Tag("bpf")
class SlowLinkTest {
  private static final String UDPSCOPE = Path.of("udpscope").toAbsolutePath().toString();
  private static final int BYTES_PER_SECOND = 960;

  private final PrivateNetwork network = new PrivateNetwork();

  @AfterEach
  void end() {
    network.close();
  }

  @Test
  void keysAreAnsweredFirstAndNoBacklogGrows() throws Exception {
    network.receiver(5005);
    network.sender(5005, "hello");
    String command = UDPSCOPE + " h0 -p 5005";
    try (SlowLine line = new SlowLine(network::start, command, BYTES_PER_SECOND)) {
      line.waitFor(".*● live.*");
      line.waitFor(".*q quit.*");
      line.waitFor(".*display [0-9]+ fps, capture lossless.*");
      for (int i = 0; i < 3; i++) {
        line.type("j");
        assertThat(line.waitFor("▸.*\\(no rule\\).*")).isLessThan(3 * BYTES_PER_SECOND);
        line.type("k");
        assertThat(line.waitFor("▸.*port-5005.*")).isLessThan(3 * BYTES_PER_SECOND);
      }
      line.type("d");
      assertThat(line.waitFor(".*goes back to PASS.*")).isLessThan(4 * BYTES_PER_SECOND);
      line.type("u?");
      assertThat(line.waitFor("─ Keys ─.*")).isLessThan(5 * BYTES_PER_SECOND);
      line.type("?q");
      assertThat(line.waitForEnd()).isLessThan(4 * BYTES_PER_SECOND);
    }
    waitUntil("nothing is attached", () -> !network.isAttached());
  }
}
