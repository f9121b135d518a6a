package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"0,0", "999,999", "'1,000',1000", "'12,400,112',12400112", "'-1,234',-1234"})
  void countsHaveThousands(String text, long value) {
    assertThat(Figures.count(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "999,999",
    "1.0k,1000",
    "12.1k,12199",
    "99.9k,99999",
    "999k,999999",
    "1.0M,1000000",
    "9.2E,9223372036854775807"
  })
  void briefFiguresAreNeverMoreThanTheTruth(String text, long value) {
    assertThat(Figures.brief(value)).isEqualTo(text);
  }

  @Test
  void ratesNameTheirUnit() {
    assertThat(Figures.packetRate(12)).isEqualTo("12 pps");
    assertThat(Figures.packetRate(182_400)).isEqualTo("182 kpps");
    assertThat(Figures.byteRate(96_100_000)).isEqualTo("96.1 MB/s");
    assertThat(Figures.byteRate(7)).isEqualTo("7 B/s");
  }

  @ParameterizedTest
  @CsvSource({"0.4 s,0.45", "9.9 s,9.99", "48 s,48", "4 m 10 s,250", "3 h 12 m,11520"})
  void spansReadAsPeopleSayThem(String text, double seconds) {
    assertThat(Figures.span((long) (seconds * 1e9))).isEqualTo(text);
  }

  @Test
  void timesOfDay() {
    long time = ((2 * 60 + 13) * 60 + 45) * 1_000_000_000L + 120_331_999;
    assertThat(Figures.clock(time)).isEqualTo("02:13:45");
    assertThat(Figures.minuteAndFraction(time, 6)).isEqualTo("13:45.120331");
    assertThat(Figures.minuteAndFraction(time, 3)).isEqualTo("13:45.120");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "64,67108864", "61.2,64172852"})
  void mebibytes(String text, long bytes) {
    assertThat(Figures.mebibytes(bytes)).isEqualTo(text);
  }
}
