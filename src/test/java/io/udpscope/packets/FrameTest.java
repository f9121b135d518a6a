package io.udpscope.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Frames against bytes that another program computed, so that the builder is not its own witness.
 */
class FrameTest {
  @Test
  void udpOverIpv4() {
    Frame frame = Frame.ethernet().ip("10.0.0.1", "10.0.0.2").udp(40000, 53).payload("odd");

    assertThat(HexFormat.of().formatHex(frame.bytes()))
        .isEqualTo(
            "02000000000202000000000108004500001f5eed0000401107df0a0000010a000002"
                + "9c400035000b7bfb6f6464");
    assertThat(frame.networkOffset()).isEqualTo(14);
    assertThat(frame.transportOffset()).isEqualTo(34);
  }

  @Test
  void udpOverIpv6WithATagAndAnExtensionHeader() {
    Frame frame = Frame.ethernet().vlan(7).ipv6().hopByHop().udp(1, 514).payload("even");

    assertThat(HexFormat.of().formatHex(frame.bytes()))
        .isEqualTo(
            "0200000000020200000000018100000786dd6000000000140040"
                + "20010db800000000000000000000000120010db8000000000000000000000002"
                + "1100000000000000"
                + "00010202000cd7796576656e");
    assertThat(frame.networkOffset()).isEqualTo(18);
    assertThat(frame.transportOffset()).isEqualTo(66);
  }
}
