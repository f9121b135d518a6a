package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadLogTest {
  private static final String VERIFIER =
      """
      func#0 @0
      0: R1=ctx() R10=fp0
      2: (71) r0 = *(u8 *)(r1 +0)
      invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)
      R1 offset is outside of the packet
      processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
      """;

  private static final String LIBBPF =
      """
      libbpf: Error in bpf_create_map_xattr(generations): Cannot allocate memory(-12)
      libbpf: failed to load object 'udpscope'
      """;

  @Test
  void theVerifiersReasonIsItsLastLineBeforeTheStatistics() {
    assertThat(new LoadLog(VERIFIER, LIBBPF).summary())
        .isEqualTo("R1 offset is outside of the packet");
  }

  @Test
  void withoutTheVerifierTheReasonIsLibbpfsFirstLine() {
    assertThat(new LoadLog("\n", LIBBPF).summary()).contains("generations").contains("-12");
  }

  @Test
  void whatLibbpfGuessesAfterItsTrialIsNoReason() {
    String trial =
        "libbpf: Error in bpf_object__probe_loading():Operation not permitted(1). Couldn't load"
            + " trivial BPF program. Make sure RLIMIT_MEMLOCK is set to big enough value.\n";
    String after = "libbpf: failed to load object 'udpscope'\n";
    assertThat(new LoadLog("", trial + after).summary()).isEmpty();
  }

  @Test
  void theWholeIsThereForDebugging() {
    assertThat(new LoadLog(VERIFIER, LIBBPF).asCause())
        .hasMessageContaining("invalid access to packet")
        .hasMessageContaining("failed to load object");
  }

  @Test
  void silenceIsNoReason() {
    assertThat(new LoadLog("", "").summary()).isEmpty();
  }
}
