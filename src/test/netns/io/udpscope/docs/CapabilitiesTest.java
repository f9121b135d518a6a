package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of capabilities in docs/security.md, by an ordinary user who has just these. */
@Tag("bpf")
class CapabilitiesTest {
  private static final String KEEP =
      "run eth0 -p 53 --drop --to 10.0.0.8:5353 --path relay --source keep";

  @TempDir Path directory;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    workplace = new Workplace(directory);
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  /**
   * @param capabilities {@code bpf,net_admin}; one more lets the user read a checkout of root's
   */
  private Typed type(String capabilities, String arguments) throws IOException {
    String these = "-all,+" + capabilities.replace(",", ",+") + ",+dac_read_search";
    return workplace.type(
        ("setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=%1$s --ambient-caps=%1$s"
                + " --bounding-set=%1$s udpscope %2$s")
            .formatted(these, arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test eth0 --count 1",
        "test eth0 --hook tc --count 1",
        "test eth0 --direction both --count 1",
        "test eth0 --hook generic --count 1"
      })
  void threeAreEnoughToLookAndToChange(String arguments) throws Exception {
    try (Typed typed = type("bpf,perfmon,net_admin", arguments)) {
      assertThat(typed.exitCode()).as(typed.text()).isZero();
      assertThat(typed.text()).contains("captured 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf,perfmon", "bpf,net_admin", "perfmon,net_admin"})
  void withOneFewerItSaysWhatIsNeeded(String capabilities) throws Exception {
    try (Typed typed = type(capabilities, "test eth0 --count 1")) {
      assertThat(typed.exitCode()).isEqualTo(3);
      assertThat(typed.lines())
          .containsExactly(
              "udpscope: not permitted to load the datapath: needs root, or CAP_BPF, CAP_PERFMON"
                  + " and CAP_NET_ADMIN (try sudo)");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bpf,perfmon,net_admin | run eth0 -p 53 --drop --to 127.0.0.1:5353 | replied 0",
        "bpf,perfmon,net_admin | run eth0 -p 53 --drop --to 10.0.0.8:5353 --replies | failed 0",
        "bpf,perfmon,net_admin,net_raw | " + KEEP + " | failed 0, seconds",
        "bpf,perfmon,net_admin | " + KEEP + " | relay errors",
      })
  void theRelayNeedsOneMoreToSendFromTheClientsAddress(
      String capabilities, String arguments, String atTheEnd) throws Exception {
    try (Typed typed = type(capabilities, arguments)) {
      typed.await(text -> text.contains("running on"));
      workplace.awaitTraffic(100);
      typed.press("\u0003");
      assertThat(typed.exitCode()).as(typed.text()).isEqualTo(130);
      assertThat(typed.text()).contains("matched ", atTheEnd).doesNotContain("matched 0,");
    }
  }

  @Test
  void toExplainTakesRoot() throws Exception {
    try (Typed session = workplace.type("udpscope run eth0 -p 53")) {
      session.await(text -> text.contains("running on"));
      try (Typed typed =
          type("bpf,perfmon,net_admin", "explain eth0 --from 10.0.0.9:5 --to 10.0.0.2:53")) {
        assertThat(typed.exitCode()).isEqualTo(3);
        assertThat(typed.lines())
            .containsExactly(
                "udpscope: not permitted to look at another session: needs root (try sudo)");
      }
    }
  }
}
