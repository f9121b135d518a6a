package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.packets.Frame;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model reads the tables as they are written, so that it may judge what no table holds. */
class FrameReadingTest {
  static List<FrameCase> frames() {
    return FrameTable.all();
  }

  static Stream<FrameCase> cutFrames() {
    return frames().stream()
        .filter(FrameCase::isUdp)
        .filter(frame -> !frame.description().contains("padding"))
        .filter(frame -> !frame.description().contains("less than is there"))
        .flatMap(frame -> IntStream.range(0, frame.frame().length).mapToObj(frame::cutTo));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void readsTheTables(FrameCase frame) {
    assertThat(frame.reading().outcome()).isEqualTo(frame.outcome());
  }

  @Test
  void refusesWhatIsCutAnywhere() {
    assertThat(cutFrames()).allMatch(frame -> frame.reading().outcome() == Outcome.MALFORMED);
  }

  @Test
  void findsTheHeaders() {
    Frame frame = Frame.ethernet().vlan(3).ip("2001:db8::a", "2001:db8::b").routing().udp(9, 53);

    FrameReading reading = FrameReading.ethernet(frame.bytes());

    assertThat(reading.networkOffset()).isEqualTo(18);
    assertThat(reading.transportOffset()).isEqualTo(18 + 40 + 8);
    assertThat(reading.source()).isEqualTo(IpAddress.parse("2001:db8::a"));
    assertThat(reading.destination()).isEqualTo(IpAddress.parse("2001:db8::b"));
    assertThat(reading.destinationPort()).isEqualTo(53);
  }
}
