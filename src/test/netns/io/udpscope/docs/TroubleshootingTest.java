package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every message of docs/troubleshooting.md, brought about and held against the page's words. */
@Tag("bpf")
class TroubleshootingTest {
  private static final Path PAGE = Path.of("docs/troubleshooting.md");

  /** What another tool may have on an interface. */
  private static final String ANOTHER =
      """
      __attribute__((section("xdp"), used)) int another(void *context) { return 2; }
      __attribute__((section("license"), used)) char LICENSE[] = "GPL";
      """;

  private static final String ATTACH_ANOTHER =
      "clang-19 -target bpf -O2 -g -c another.c -o another.o"
          + " && ip link set dev eth0 xdpdrv obj another.o sec xdp && ";

  private static final String NOBODY =
      "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_read_search"
          + " --ambient-caps=-all,+dac_read_search --bounding-set=-all,+dac_read_search ";

  /**
   * By the beginning of a message, what brings it about. Those of a kernel or an interface that no
   * test can have here, of a ring that overflows and of the relay's errors have tests of their own
   * (LoadLogTest, AttachTest, TestCommandTest, CapabilitiesTest).
   */
  private static final Map<String, String> CAUSES = new LinkedHashMap<>();

  private static final Set<String> ELSEWHERE =
      Set.of(
          "udpscope: the kernel refuses the datapath",
          "udpscope: eth0 is of a kind",
          "-- 12 packets lost here",
          "relay errors 13");

  static {
    CAUSES.put("udpscope: not permitted", NOBODY + "udpscope test eth0");
    CAUSES.put("udpscope: no interface nosuch0", "udpscope test nosuch0");
    CAUSES.put(
        "udpscope: libbpf.so.1",
        "unshare --mount sh -c 'mount --bind /dev/null $(readlink -f $(/sbin/ldconfig -p"
            + " | sed -n \"s/.*libbpf.so.1 .*=> //p\" | head -n 1)) && exec udpscope test eth0'");
    CAUSES.put(
        "udpscope: eth0 already has an XDP program: another, ",
        ATTACH_ANOTHER + "udpscope test eth0 --hook native");
    CAUSES.put("listening on eth0, hook tc", ATTACH_ANOTHER + "udpscope test eth0 --count 1");
    CAUSES.put(
        "udpscope: eth0 already has an XDP program: another udpscope",
        "(udpscope test eth0 >first & while ! ip link show eth0 | grep -q xdp; do sleep 0.05; done;"
            + " udpscope test eth0; kill $!)");
    CAUSES.put("udpscope: cannot attach to lo", "udpscope test lo --hook native");
    CAUSES.put(
        "udpscope: cannot attach to eth0",
        "ip link del eth0 && ip link add eth0 numrxqueues 1 numtxqueues 1 type veth"
            + " peer name p0 numrxqueues 4 numtxqueues 4 && ip link set eth0 up"
            + " && ip link set p0 up && udpscope test eth0 --hook native");
    CAUSES.put("udpscope: eth0 has no hardware", "udpscope test eth0 --hook offload");
    CAUSES.put("listening on lo", "udpscope test lo --duration 0.1");
    CAUSES.put("eth0 is down", "ip link set eth0 down && udpscope test eth0 --duration 1");
    CAUSES.put(
        "udpscope: warning: --to",
        "timeout -s TERM 3 udpscope run eth0 -p 9 --drop --to 203.0.113.9");
    CAUSES.put("running on eth0", "timeout -s TERM 3 udpscope run eth0 -p 53 --drop --to 10.0.0.8");
    CAUSES.put("udpscope: the live session draws a screen, and standard", "udpscope eth0 | cat");
    CAUSES.put("udpscope: the live session draws a screen, and TERM", "TERM=dumb udpscope eth0");
    CAUSES.put("udpscope: cannot write", "udpscope test eth0 -w /nonexistent/a.pcapng");
    CAUSES.put("udpscope: -c rules.yaml", "udpscope run eth0 -c rules.yaml");
    CAUSES.put(
        "udpscope: no udpscope session",
        "udpscope explain eth0 --from 10.0.0.9:5 --to 10.0.0.2:53");
  }

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    for (Document.Block block : new Document(PAGE, Files.readAllLines(PAGE)).blocks()) {
      if (block.language().equals("text")) {
        messages.addAll(block.lines());
      }
    }
    assertThat(messages).hasSizeGreaterThan(10);
    return messages.stream().map(message -> dynamicTest(message, () -> check(message)));
  }

  private void check(String message) throws Exception {
    if (ELSEWHERE.stream().anyMatch(message::startsWith)) {
      return;
    }
    String cause =
        CAUSES.entrySet().stream()
            .filter(entry -> message.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody brings this about: " + message));
    try (Workplace workplace = new Workplace(Files.createTempDirectory(directory, "place"))) {
      workplace.file("another.c", ANOTHER);
      workplace.file("rules.yaml", "rules: [{name: a, match: {ports: 70000}}]\n");
      try (Typed typed = workplace.type(cause)) {
        typed.exitCode();
        assertThat(Shape.of(typed.lines().stream())).contains(Shape.of(message));
      }
    }
  }
}
