package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears of {@code udpscope run}, as sd_notify(3) has it. */
@Tag("bpf")
class ServiceTest {
  @TempDir Path directory;
  private TestBench bench;

  @BeforeEach
  void open() {
    bench = new TestBench(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private Path config(String rule) throws IOException {
    return Files.writeString(
        directory.resolve("rules.yaml"), "rules:\n  - {name: " + rule + ", match: {ports: 53}}\n");
  }

  private TestBench.Real start(List<String> variables, String... arguments) throws IOException {
    List<String> prefix = new ArrayList<>(List.of("env"));
    prefix.addAll(variables);
    return bench.start(null, prefix, arguments);
  }

  @Test
  void hearsOfItsBeginningReloadsAndEnd() throws Exception {
    Path file = config("first");
    String socket = directory.resolve("notify").toString();
    try (NotifyListener manager = new NotifyListener(bench.here(), socket)) {
      TestBench.Real run =
          start(List.of("NOTIFY_SOCKET=" + socket), "run", "h0", "-c", file.toString());
      assertThat(manager.await(1, "READY=1"))
          .isEqualTo("READY=1\nSTATUS=running on h0 (native); rules first");
      assertThat(bench.isAttached()).isTrue();

      config("second");
      long before = System.nanoTime() / 1000;
      run.signal("HUP");
      String reloading = manager.await(1, "RELOADING=1\nMONOTONIC_USEC=");
      assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
          .isBetween(before, System.nanoTime() / 1000);
      assertThat(manager.await(2, "READY=1"))
          .isEqualTo(
              "READY=1\nSTATUS=rules read again: rule second added: any -> any:53 PASS,"
                  + " rule first removed: any -> any:53 PASS");

      config("[");
      run.signal("HUP");
      manager.await(2, "RELOADING=1");
      assertThat(manager.await(3, "READY=1"))
          .startsWith("READY=1\nSTATUS=udpscope: rules not read again, those in force stay: -c ");

      run.signal("TERM");
      manager.await(1, "STOPPING=1");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(manager.messages()).hasSize(6);
    }
  }

  @Test
  void isSpokenToInTheAbstractNamespaceAndGetsSignsOfLife() throws Exception {
    try (NotifyListener manager = new NotifyListener(bench.here(), "@udpscope/test")) {
      TestBench.Real run =
          start(
              List.of("NOTIFY_SOCKET=@udpscope/test", "WATCHDOG_USEC=200000"),
              "run",
              "h0",
              "-p",
              "53");
      manager.await(1, "READY=1");
      manager.await(5, "WATCHDOG=1");
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.complaints()).isEmpty();
    }
  }

  /** Without a sleep: the first one would come with the first turn, before the end. */
  @Test
  void getsNoSignsOfLifeThatAreWantedOfAnother() throws Exception {
    try (NotifyListener manager = new NotifyListener(bench.here(), "@udpscope/test")) {
      TestBench.Real run =
          start(
              List.of("NOTIFY_SOCKET=@udpscope/test", "WATCHDOG_USEC=1000", "WATCHDOG_PID=1"),
              "run",
              "h0",
              "-p",
              "53");
      manager.await(1, "READY=1");
      run.signal("HUP");
      manager.await(2, "READY=1");
      run.signal("TERM");
      manager.await(1, "STOPPING=1");
      assertThat(manager.messages()).noneMatch(message -> message.startsWith("WATCHDOG"));
    }
  }

  @Test
  void oneThatIsGoneIsAWarning() throws Exception {
    TestBench.Real run =
        start(List.of("NOTIFY_SOCKET=@nobody", "WATCHDOG_USEC=1000"), "run", "h0", "-p", "53");
    run.awaitLine("running on");
    run.signal("TERM");
    assertThat(run.exitCode()).isEqualTo(143);
    assertThat(run.complaints())
        .containsExactly(
            "udpscope: warning: the service manager (NOTIFY_SOCKET): Connection refused");
  }

  @Test
  void aSocketThatNobodyCanHaveIsAWarning() throws Exception {
    TestBench.Real run = start(List.of("NOTIFY_SOCKET=vsock:2:1"), "run", "h0", "-p", "53");
    run.awaitLine("running on");
    assertThat(run.complaints())
        .containsExactly(
            "udpscope: warning: the service manager (NOTIFY_SOCKET): vsock:2:1 is no socket that"
                + " can be spoken to");
  }
}
