package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifierLogTest {
  private static final String LOG =
      """
      func#0 @0
      0: R1=ctx() R10=fp0
      2: (71) r0 = *(u8 *)(r1 +0)
      invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)
      R1 offset is outside of the packet
      processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
      """;

  @Test
  void itsSummaryIsTheReason() {
    assertThat(new VerifierLog(LOG).summary()).isEqualTo("R1 offset is outside of the packet");
  }

  @Test
  void theWholeIsThereForDebugging() {
    assertThat(new VerifierLog(LOG).asCause()).hasMessageContaining("invalid access to packet");
  }

  @Test
  void noLogIsNoReason() {
    assertThat(new VerifierLog("\n").summary()).isEmpty();
    assertThat(new VerifierLog("").asCause()).isNull();
  }
}
