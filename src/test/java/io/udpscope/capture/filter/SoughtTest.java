package io.udpscope.capture.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoughtTest {
  private static final int PAYLOAD = 42;

  private static String found(String sought, byte[] payload) throws Exception {
    Sought what = Sought.parse(sought);
    Frame frame = Frame.ethernet().ipv4().udp(1, 2).payload(payload);
    boolean is = what.isIn(Records.of(frame, false));
    return is ? what.from() - PAYLOAD + "+" + what.length() : "-";
  }

  @ParameterizedTest
  @CsvSource({
    "abc,xxabcxx,2+3",
    "abc,xxABcxx,2+3",
    "Abc,xxabcxx,-",
    "Abc,xxAbcxx,2+3",
    "abc,ab,-",
    "c,abc,2+1",
    "aab,aaab,1+3",
    "0x6263,abcd,1+2",
    "0x62 63:64,abcd,1+3",
    "0x64 65,abcd,-",
    "/b.d/,abcd,1+3",
    "/B.d/,abcd,-",
    "/[a-z]+\\d/,--ABC7,2+4",
    "/\\S\\D/,ab,0+2",
    "/x*/,abxx,2+2",
    "/^a.*z$/,abcz,0+4",
    "Zürich,in Zürich,3+7",
    "/z\\wü/,-,-",
    "/ü/,aü,1+2"
  })
  void isFoundWhereItIs(String sought, String payload, String where) throws Exception {
    assertThat(found(sought, payload.getBytes(StandardCharsets.UTF_8))).isEqualTo(where);
  }

  @ParameterizedTest
  @CsvSource({
    "0x,0x wants hexadecimal digits",
    "0xabc,0x wants hexadecimal digits",
    "0xzz,0x wants hexadecimal digits",
    "/,a regex ends in a slash",
    "//,a regex ends in a slash",
    "/abc,a regex ends in a slash",
    "/a(b/,Unclosed group",
    "/[a/,Unclosed character class"
  })
  void whatCannotBeLookedForSaysWhy(String sought, String why) {
    assertThatThrownBy(() -> Sought.parse(sought))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining(why);
  }

  /** With twice the letters these would take a thousand times as long, or as much stack. */
  @ParameterizedTest
  @CsvSource({"/(a+)+b/", "/(x+x+)+y|(a*)*c/"})
  void anExpressionThatWouldNeverEndDoes(String sought) throws Exception {
    byte[] payload = "a".repeat(1400).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> found(sought, payload)).isInstanceOf(Sought.TooCostlyException.class);
  }

  @Test
  void anExpressionThatNeedsMoreStackThanThereIsEndsToo() throws Exception {
    byte[] payload = "ab".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
    try {
      assertThat(found("/(a|b|ab)*c/", payload)).isEqualTo("-");
    } catch (Sought.TooCostlyException e) {
      assertThat(e).hasCauseInstanceOf(Throwable.class);
    }
  }

  @Test
  void looksAtNothingBehindThePayload() throws Exception {
    Frame frame = Frame.ethernet().ipv4().udp(1, 2).payload("ab").padding(10);
    Sought zeros = Sought.parse("0x0000");
    assertThat(zeros.isIn(Records.of(frame, false))).isFalse();
    Sought both = Sought.parse("/ab./");
    assertThat(both.isIn(Records.of(frame, false))).isFalse();
  }
}
