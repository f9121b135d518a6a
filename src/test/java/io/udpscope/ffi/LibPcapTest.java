package io.udpscope.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LibPcapTest {
  @Test
  void isWhateverTheSystemCallsIt() {
    assertThat(LibPcap.bind(List.of("libpcap-as-nobody-calls-it.so.9", "libpcap.so.0.8")))
        .isNotNull();
  }

  @Test
  void whereThereIsNoneThatIsSaid() {
    assertThatThrownBy(() -> LibPcap.bind(List.of("libpcap-as-nobody-calls-it.so.9")))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessage("no libpcap-as-nobody-calls-it.so.9");
  }
}
