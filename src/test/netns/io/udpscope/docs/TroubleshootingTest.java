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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every message of docs/troubleshooting.md, brought about and held against the page's words. */
@Tag("bpf")
class TroubleshootingTest {
  private static final Path PAGE = Path.of("docs/troubleshooting.md");

  private static final String ATTACH_ANOTHER =
      "clang-19 -target bpf -O2 -g -c another.c -o another.o"
          + " && ip link set dev eth0 xdpdrv obj another.o sec xdp && ";

  private static final String WHILE_A_SESSION_RUNS =
      "(udpscope test eth0 >first & while ! ip link show eth0 | grep -q xdp; do sleep 0.05; done;"
          + " %s; kill $!)";

  /** An ordinary user with certain capabilities; one of them lets it read a checkout of root's. */
  private static final String UNPRIVILEGED =
      "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+%1$s"
          + " --ambient-caps=-all,+%1$s --bounding-set=-all,+%1$s ";

  /** What the causes are made of. */
  private static final List<String> FILES =
      List.of("another.c", "without-bpf.py", "monitor-mode.py", "slow-reader.py");

  /** By the beginning of a message, what brings it about. */
  private static final Map<String, String> CAUSES = new LinkedHashMap<>();

  static {
    CAUSES.put(
        "udpscope: not permitted to load the datapath: root",
        "setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all udpscope test eth0");
    CAUSES.put(
        "udpscope: not permitted",
        UNPRIVILEGED.formatted("dac_read_search") + "udpscope test eth0");
    CAUSES.put("udpscope: no interface nosuch0", "udpscope test nosuch0");
    CAUSES.put("udpscope: no interface eth0@if5", "udpscope test eth0@if5");
    CAUSES.put(
        "udpscope: libbpf.so.1",
        "unshare --mount sh -c 'mount --bind /dev/null $(readlink -f $(/sbin/ldconfig -p"
            + " | sed -n \"s/.*libbpf.so.1 .*=> //p\" | head -n 1)) && exec udpscope test eth0'");
    CAUSES.put(
        "udpscope: the kernel refuses the datapath", "python3 without-bpf.py udpscope test eth0");
    CAUSES.put(
        "udpscope: eth0 is of a kind",
        "ip link del eth0 && python3 monitor-mode.py udpscope test eth0");
    CAUSES.put(
        "udpscope: eth0 already has an XDP program: another, ",
        ATTACH_ANOTHER + "udpscope test eth0 --hook native");
    CAUSES.put("listening on eth0, hook tc", ATTACH_ANOTHER + "udpscope test eth0 --count 1");
    CAUSES.put(
        "udpscope: eth0 already has an XDP program: another udpscope",
        WHILE_A_SESSION_RUNS.formatted("udpscope test eth0"));
    CAUSES.put(
        "Error: Can't replace active BPF XDP link.",
        WHILE_A_SESSION_RUNS.formatted("ip link set dev eth0 xdp off"));
    CAUSES.put(
        "netlink error: Invalid argument",
        "ip link del eth0 && ip link add eth0 numrxqueues 4 numtxqueues 4 type veth"
            + " peer name p0 numrxqueues 4 numtxqueues 4 && ip link set eth0 up"
            + " && ip link set p0 up && "
            + WHILE_A_SESSION_RUNS.formatted("ethtool -L eth0 rx 1"));
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
        "-- 12 packets lost here", "udpscope test lo -p 9 --snaplen 9000 | python3 slow-reader.py");
    CAUSES.put(
        "relay errors 13",
        UNPRIVILEGED.formatted("bpf,+perfmon,+net_admin,+dac_read_search")
            + "timeout -s INT 3 udpscope run eth0 -p 53 --drop --to 10.0.0.8:5353 --path relay"
            + " --source keep");
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
    String cause =
        CAUSES.entrySet().stream()
            .filter(entry -> message.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody brings this about: " + message));
    try (Workplace workplace = new Workplace(Files.createTempDirectory(directory, "place"))) {
      for (String file : FILES) {
        workplace.file(file, Files.readString(Path.of("src/test/resources/trouble", file)));
      }
      workplace.file("rules.yaml", "rules: [{name: a, match: {ports: 70000}}]\n");
      try (Typed typed = workplace.type(cause)) {
        typed.exitCode();
        assertThat(Shape.of(typed.lines().stream())).anyMatch(line -> says(line, message));
      }
    }
  }

  /** The whole line, or of the many figures at a session's end those that the page is about. */
  private static boolean says(String line, String message) {
    String shape = Shape.of(message);
    return line.equals(shape) || line.startsWith("matched ") && line.contains(", " + shape + ",");
  }
}
