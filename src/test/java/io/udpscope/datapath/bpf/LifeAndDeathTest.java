package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.InterfaceDown;
import io.udpscope.datapath.DatapathEvent.InterfaceGone;
import io.udpscope.datapath.DatapathEvent.InterfaceUp;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.patience.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a session whose interface or process goes away. */
@Tag("bpf")
class LifeAndDeathTest {
  private final TwoNetworks networks = new TwoNetworks();

  @AfterEach
  void close() {
    networks.close();
  }

  private BpfDatapath attached() {
    return networks.here.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of("us0"));
          datapath.attach(HookChoice.AUTO);
          return datapath;
        });
  }

  @Test
  void anInterfaceThatGoesDownComesUpAndDisappearsIsReported() {
    try (BpfDatapath datapath = attached()) {
      datapath.openTap(TapOptions.DEFAULT);
      assertThat(datapath.events()).isEmpty();
      networks.here.exec("ip", "link", "set", "us0", "down");
      assertThat(nextEvent(datapath)).isEqualTo(new InterfaceDown("us0"));
      networks.here.exec("ip", "link", "set", "us0", "up");
      assertThat(nextEvent(datapath)).isEqualTo(new InterfaceUp("us0"));
      networks.here.exec("ip", "link", "del", "us0");
      List<DatapathEvent> events = new ArrayList<>();
      InterfaceGone gone = new InterfaceGone("us0");
      Patience.until(
          "us0 is gone",
          () -> {
            events.addAll(datapath.events());
            return events.contains(gone);
          });
      assertThat(events).endsWith(gone);
      assertThat(datapath.events()).isEmpty();
    }
  }

  @Test
  void anInterfaceThatIsDownFromTheStartIsReported() {
    networks.here.exec("ip", "link", "set", "us0", "down");
    try (BpfDatapath datapath = attached()) {
      assertThat(datapath.events()).containsExactly(new InterfaceDown("us0"));
    }
  }

  @Test
  void anInterfaceThatLeavesABridgeIsNotGone() {
    networks.here.exec("ip", "link", "add", "br0", "type", "bridge");
    networks.here.exec("ip", "link", "set", "us0", "master", "br0");
    try (BpfDatapath datapath = attached()) {
      networks.here.exec("ip", "link", "set", "us0", "nomaster");
      networks.here.exec("ip", "link", "set", "us0", "down");
      assertThat(datapath.events()).containsExactly(new InterfaceDown("us0"));
    }
  }

  /** What await() wakes up for, in good time. */
  private static DatapathEvent nextEvent(BpfDatapath datapath) {
    long start = System.nanoTime();
    List<DatapathEvent> events = List.of();
    while (events.isEmpty() && System.nanoTime() - start < Patience.LIMIT.toNanos()) {
      datapath.await(TimeUnit.SECONDS.toNanos(20));
      events = datapath.events();
    }
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Test
  void closingLeavesNothingBehind() throws IOException {
    attached().close(); // what is loaded once and stays: libraries
    List<String> before = descriptors();
    long mappingsBefore = mappings();
    for (int i = 0; i < 3; i++) {
      BpfDatapath datapath = attached();
      datapath.apply(List.of(new Rule("all", Match.ANY, Action.PASS)));
      datapath.openTap(TapOptions.DEFAULT);
      datapath.openTap(TapOptions.DEFAULT).close();
      datapath.apply(List.of());
      datapath.apply(List.of());
      datapath.close();
      datapath.close();
    }
    assertThat(descriptors()).isEqualTo(before);
    assertThat(mappings()).isEqualTo(mappingsBefore);
    assertThat(networks.hasProgram("us0")).isFalse();
  }

  @Test
  void aSessionThatFailsToOpenLeavesNothingBehind() throws IOException {
    try (BpfDatapath first = attached()) {
      List<String> before = descriptors();
      for (int i = 0; i < 3; i++) {
        networks.here.run(
            () -> {
              try (BpfDatapath second = BpfDatapath.load(List.of("us0"))) {
                second.attach(HookChoice.AUTO);
                throw new AssertionError("attached twice");
              } catch (DatapathException expected) {
                assertThat(expected).hasMessageContaining("us0");
              }
            });
      }
      assertThat(descriptors()).isEqualTo(before);
      assertThat(first.attachments()).hasSize(1);
    }
  }

  /** How many mappings of BPF maps there are. */
  private static long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("bpf-map")).count();
    }
  }

  /** What the open descriptors of BPF, sockets and events are, sorted. */
  private static List<String> descriptors() throws IOException {
    List<String> targets = new ArrayList<>();
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : fds.toList()) {
        if (Files.isSymbolicLink(fd)) {
          String target = Files.readSymbolicLink(fd).toString();
          if (!target.startsWith("/")) {
            targets.add(target.replaceAll(":\\[.*", ""));
          }
        }
      }
    }
    targets.sort(null);
    return targets;
  }

  @Test
  void aKilledSessionIsDetachedByTheKernel() throws Exception {
    Process session = child(HookChoice.AUTO, TcWay.LINK_ELSE_FILTER);
    try (BufferedReader lines = session.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("attached");
      assertThat(networks.hasProgram("us0")).isTrue();
      session.destroyForcibly();
      assertThat(session.waitFor()).isEqualTo(128 + 9);
      Patience.until("us0 is free", () -> !networks.hasProgram("us0"));
    } finally {
      session.destroyForcibly();
    }
  }

  @Test
  void aKilledSessionLeavesNothingOnTc() throws Exception {
    Process session = child(HookChoice.TC, TcWay.LINK_ELSE_FILTER);
    try (BufferedReader lines = session.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("attached");
      assertThat(networks.programsOnTc("us0")).hasSize(2);
      session.destroyForcibly();
      assertThat(session.waitFor()).isEqualTo(128 + 9);
      Patience.until("us0 is free", () -> networks.programsOnTc("us0").isEmpty());
    } finally {
      session.destroyForcibly();
    }
  }

  /** Where the kernel has no links for tc, the program stays behind. */
  @Test
  void whatAKilledSessionLeavesOnTcPassesAll() throws Exception {
    Process session = child(HookChoice.TC, TcWay.FILTER);
    try (BufferedReader lines = session.inputReader(StandardCharsets.UTF_8);
        Inbox inbox = Inbox.in(networks.here, 5005, 5006)) {
      assertThat(lines.readLine()).isEqualTo("attached");
      networks.send(5005, "dropped");
      networks.send(5006, "passed");
      assertThat(inbox.next()).isEqualTo("passed");
      session.destroyForcibly();
      assertThat(session.waitFor()).isEqualTo(128 + 9);
      assertThat(networks.here.exec("tc", "filter", "show", "dev", "us0", "ingress"))
          .contains("udpscope direct-action");
      Patience.until(
          "port 5005 is open",
          () -> {
            networks.send(5005, "not dropped any more");
            return inbox.poll().isPresent();
          });
    } finally {
      session.destroyForcibly();
    }
  }

  @Test
  void toARootWithoutCapabilitiesTheMessageSaysWhatTookThem() throws Exception {
    Process session =
        child(
            HookChoice.AUTO,
            TcWay.LINK_ELSE_FILTER,
            "setpriv",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--no-new-privs");
    try (BufferedReader lines = session.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine())
          .isEqualTo(
              "not permitted to load the datapath: root lacks one of CAP_BPF, CAP_PERFMON and"
                  + " CAP_NET_ADMIN here, as in a container, a user namespace or under seccomp;"
                  + " grant them, or run it on the host");
      assertThat(lines.readLine()).isNull();
    } finally {
      session.destroyForcibly();
    }
  }

  /** {@link #main} in a process of its own, in the first network. */
  private Process child(HookChoice choice, TcWay way, String... prefix) throws IOException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(LifeAndDeathTest.class.getName(), choice.name(), way.name()));
    // A Java may have warnings of its own, on standard error.
    return networks.here.start(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /**
   * Attaches to us0, on tc for what is sent as well, drops what comes to port 5005, and waits to be
   * killed, or for the end of whoever started it; or says why not.
   */
  public static void main(String[] arguments) throws IOException {
    try {
      BpfDatapath datapath = BpfDatapath.load(List.of("us0"));
      datapath.apply(
          List.of(new Rule("drop", Match.ports(new PortRange(5005, 5005)), Action.DROP)));
      datapath.attach(HookChoice.valueOf(arguments[0]), true, TcWay.valueOf(arguments[1]));
      System.out.println("attached");
      while (System.in.read() >= 0) {} // nobody writes to it
    } catch (DatapathException e) {
      System.out.println(e.getMessage());
    }
  }
}
