package io.udpscope.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is captured of a rule's packets, as it is typed. */
class CaptureTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "off", "0 bytes", "65535 bytes", "1 in 10", "64 bytes, 1 in 1000000"})
  void whatItsWordsSayIsRead(String words) {
    assertThat(Capture.parse(words).toString()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on",
        "64",
        "1 in 0",
        "1 in 1000001",
        "65536 bytes",
        "1 in 9, 64 bytes",
        ", 1 in 2"
      })
  void anythingElseIsRefused(String words) {
    assertThatThrownBy(() -> Capture.parse(words)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsOffSaysNothingElse() {
    assertThatThrownBy(() -> Capture.OFF.withSample(OptionalInt.of(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
