package io.udpscope.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

public class ByteTextTest {
  private static String number(long value) {
    return new ByteText().append(value).toString();
  }

  @Test
  void numbers() {
    for (long value :
        new long[] {0, 1, 9, 10, 11, 99, 100, 65535, 4_294_967_295L, Long.MAX_VALUE}) {
      assertThat(number(value)).isEqualTo(Long.toString(value));
    }
    assertThat(new ByteText().appendPadded(42, 6).append('|').appendPadded(0, 2).toString())
        .isEqualTo("000042|00");
    assertThat(new ByteText().appendHex(0x0a, 2).appendHex(0xbeef, 6).toString())
        .isEqualTo("0a00beef");
  }

  @Test
  void textBeyondAsciiIsUtf8() {
    assertThat(new ByteText().append("a").append("é漢𝄞!").append('z').toString())
        .isEqualTo("aé漢𝄞!z");
  }

  @Test
  void growsAndIsUsedAgain() throws IOException {
    ByteText text = new ByteText();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      text.append("x".repeat(100_000)).append("y".repeat(100_000)).append('\n');
      text.drainTo(out);
      assertThat(text.length()).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(("x".repeat(100_000) + "y".repeat(100_000) + "\n").repeat(3));
  }
}
