package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.packets.Frame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How much of a frame a record holds. The program reserves room in a few sizes; a frame or a
 * snaplen on the border of two must lose no byte and gain none.
 */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class SnaplenTest {
  private static final int[] BORDERS = {
    64, 96, 128, 160, 256, 512, 1024, 1536, 2048, 4096, 9216, 65535
  };

  private LoadedProgram program;

  @BeforeAll
  void load() {
    program = LoadedProgram.load(TapOptions.DEFAULT);
    program.datapath().apply(List.of(Observation.DROP_ALL));
  }

  @AfterAll
  void unload() {
    program.close();
  }

  static IntStream snaplens() {
    IntStream beside = IntStream.of(BORDERS).flatMap(n -> IntStream.rangeClosed(n - 1, n + 1));
    return IntStream.concat(IntStream.of(0, 1, 41, 42, 43), beside)
        .filter(snaplen -> snaplen <= TapOptions.MAX_SNAPLEN);
  }

  /** Frames up to the longest that IP allows behind an Ethernet header. */
  private static IntStream frameLengths() {
    int longest = Frame.ETHERNET_HEADER + 65535;
    IntStream beside = IntStream.of(BORDERS).flatMap(n -> IntStream.rangeClosed(n - 1, n + 1));
    return IntStream.concat(IntStream.of(42, 43, 1514, 9014, longest), beside);
  }

  @ParameterizedTest
  @MethodSource("snaplens")
  void holdsTheSnaplenOrTheFrameOrTheHeaders(int snaplen) {
    program.reopenTap(TapOptions.DEFAULT.withSnaplen(snaplen));

    frameLengths()
        .mapToObj(SnaplenTest::frameOf)
        .forEach(
            frame ->
                assertThat(program.observe(frame))
                    .as(frame.description())
                    .isEqualTo(Observation.droppingAll(frame, snaplen)));
  }

  private static FrameCase frameOf(int length) {
    Frame frame = Frame.ethernet().ipv4().udp(1, 2).frameLength(length);
    return FrameCase.of("a frame of " + length, frame, Outcome.UNMATCHED);
  }
}
