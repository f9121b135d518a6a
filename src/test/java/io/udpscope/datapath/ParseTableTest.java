package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.packets.Frame;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program in the kernel on every line of {@link FrameTable}: verdict, bytes, ledger and record.
 * PROG_TEST_RUN takes no frame shorter than an Ethernet header, so cuts begin behind it.
 */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class ParseTableTest {
  private static final int SNAPLEN = 64;

  private LoadedProgram program;

  static List<FrameCase> frames() {
    return FrameTable.all();
  }

  @BeforeAll
  void load() {
    program = LoadedProgram.load(TapOptions.DEFAULT.withSnaplen(SNAPLEN));
  }

  @AfterAll
  void unload() {
    program.close();
  }

  private static Stream<FrameCase> cutFrames() {
    return FrameReadingTest.cutFrames()
        .filter(frame -> frame.frame().length >= Frame.ETHERNET_HEADER);
  }

  /** The frame with its first buffer ending anywhere in its headers, and just behind them. */
  private static IntStream firstBuffers(FrameCase frame) {
    int headers = frame.reading().transportOffset() + Frame.UDP_HEADER;
    return IntStream.rangeClosed(1, Math.min(frame.frame().length, Math.min(headers, 200)));
  }

  @Nested
  @TestInstance(Lifecycle.PER_CLASS)
  class WithoutRules {
    static List<FrameCase> frames() {
      return FrameTable.all();
    }

    @BeforeAll
    void noRules() {
      program.datapath().apply(List.of());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void countsTheFrameOnceAndPassesIt(FrameCase frame) {
      assertThat(program.observe(frame)).isEqualTo(Observation.withoutRules(frame));
    }
  }

  @Nested
  @TestInstance(Lifecycle.PER_CLASS)
  class DroppingAllUdp {
    static List<FrameCase> frames() {
      return FrameTable.all();
    }

    @BeforeAll
    void dropAll() {
      program.datapath().apply(List.of(Observation.DROP_ALL));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void dropsAndCapturesUdpAlone(FrameCase frame) {
      assertThat(program.observe(frame)).isEqualTo(Observation.droppingAll(frame, SNAPLEN));
    }

    @Test
    void passesWhatIsCutAnywhere() {
      assertThat(cutFrames())
          .isNotEmpty()
          .allSatisfy(
              frame ->
                  assertThat(program.observe(frame)).isEqualTo(Observation.withoutRules(frame)));
    }

    /** Drivers put as little as they like into the first buffer of a frame that has several. */
    @Test
    void readsHeadersThatAreSplitBetweenBuffersAnywhere() {
      for (FrameCase frame : frames()) {
        Observation expected = Observation.droppingAll(frame, SNAPLEN);
        firstBuffers(frame)
            .forEach(
                linear ->
                    assertThat(program.observe(frame, linear))
                        .as("%s, %d bytes in the first buffer", frame, linear)
                        .isEqualTo(expected));
      }
    }
  }
}
