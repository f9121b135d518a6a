package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.patience.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code udpscope run} is told to read its file again, to print its counters, to stop and to go on.
 */
@Tag("bpf")
class RunSignalsTest {
  private static final String STAYS = "udpscope: rules not read again, those in force stay: ";

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

  private Path file() {
    return directory.resolve("rules.yaml");
  }

  /** As a careful operator does it: there is never half a file. */
  private void config(String text) throws IOException {
    Path fresh = Files.writeString(directory.resolve("rules.new"), text);
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void forwardTo(int port) throws IOException {
    config(
        """
        rules:
          - name: away
            match: {ports: 7000}
            action: drop
            forward: {targets: [{address: 127.0.0.1, port: %d}]}
        """
            .formatted(port));
  }

  private TestBench.Real start(String... arguments) throws IOException {
    TestBench.Real run = bench.start(arguments);
    run.awaitLine("running on");
    return run;
  }

  /** Asks for another reading and waits for its line, the {@code count}th that is like it. */
  private static void hangUp(TestBench.Real run, int count, String line) throws Exception {
    run.signal("HUP");
    TestBench.await(
        line,
        () -> {
          try {
            return run.errText().lines().filter(line::equals).count() >= count;
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Numbers that arrive, and how many of them were there already. */
  private static final class Arrivals implements AutoCloseable {
    final Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    final AtomicInteger doubled = new AtomicInteger();
    private final DatagramSocket socket;

    Arrivals(DatagramSocket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(0);
      socket.setReceiveBufferSize(4 << 20);
      new Thread(this::receive, "arrivals").start();
    }

    private void receive() {
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      try {
        while (true) {
          socket.receive(packet);
          if (!numbers.add(ByteBuffer.wrap(packet.getData()).getInt())) {
            doubled.incrementAndGet();
          }
        }
      } catch (IOException e) {
        // closed
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Each packet goes to the old target or to the new one, while files come that are wrong, too. */
  @Test
  void readsItsFileAgainWhilePacketsFlow() throws Exception {
    forwardTo(6001);
    try (Arrivals first = new Arrivals(bench.receiver("127.0.0.1", 6001));
        Arrivals second = new Arrivals(bench.receiver("127.0.0.1", 6002));
        Arrivals passed = new Arrivals(bench.receiver(7000))) {
      TestBench.Real run = start("run", "h0", "-c", file().toString());
      Flow flow = new Flow();
      for (int i = 1; i <= 5; i++) {
        forwardTo(6002);
        hangUp(run, i, "rules read again: away forward 127.0.0.1:6001 -> 127.0.0.1:6002");
        flow.awaitMore();
        config("rules: [{name: away, match: {ports: 70000}}]");
        hangUp(
            run,
            i,
            STAYS
                + ("-c " + file())
                + ": line 1, column 37, rules[0].match.ports: 70000: a port is 0 to 65535");
        flow.awaitMore();
        Files.delete(file());
        hangUp(run, i, STAYS + "-c " + file() + ": cannot read it: there is no such file");
        flow.awaitMore();
        forwardTo(6001);
        hangUp(run, i, "rules read again: away forward 127.0.0.1:6002 -> 127.0.0.1:6001");
        flow.awaitMore();
      }
      int sent = flow.end();
      TestBench.await(
          "all packets",
          () -> first.numbers.size() + second.numbers.size() + passed.numbers.size() >= sent);
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.errText()).containsPattern("matched " + sent + ", .* relayed " + sent + ", ");
      assertThat(passed.numbers).isEmpty();
      assertThat(first.doubled.get() + second.doubled.get()).isZero();
      assertThat(first.numbers).isNotEmpty().doesNotContainAnyElementsOf(second.numbers);
      assertThat(second.numbers).isNotEmpty();
    }
  }

  /** Some thousand numbered packets a second to port 7000. */
  private final class Flow {
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean over;
    private final CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);

    private void send() {
      try {
        while (!over) {
          bench.send(7000, ByteBuffer.allocate(4).putInt(0, sent.get()).array());
          sent.incrementAndGet();
          LockSupport.parkNanos(200_000);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    void awaitMore() {
      int before = sent.get();
      TestBench.await("traffic", () -> sent.get() > before + 50);
    }

    int end() throws Exception {
      over = true;
      sending.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      return sent.get();
    }
  }

  @Test
  void saysWhatIsAnother() throws Exception {
    config("rules:\n  - {name: a, match: {ports: 1}}\n  - {name: b, match: {ports: 2}}\n");
    TestBench.Real run = start("run", "h0", "-c", file().toString());
    hangUp(run, 1, "rules read again: nothing is another");
    config("rules:\n  - {name: b, match: {ports: 2}}\n  - {name: a, match: {ports: 1}}\n");
    hangUp(run, 1, "rules read again: b moved from place 2 to 1");
    config("rules:\n  - {name: a, match: {ports: 1}, action: drop, translate: 5}\n");
    hangUp(
        run,
        1,
        "rules read again: a PASS -> DROP, a translate none -> 5,"
            + " rule b removed: any -> any:2 PASS");
    assertThat(run.errText())
        .containsOnlyOnce(
            "udpscope: warning: -c "
                + file()
                + ": line 2, column 59, rules[0].translate: nothing is translated");
  }

  /** More than the maps hold, each rule right by itself. */
  @Test
  void whatTheKernelRefusesChangesNothing() throws Exception {
    forwardTo(6001);
    TestBench.Real run = start("run", "h0", "-c", file().toString());
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < 1024; i++) {
      text.append("  - name: r%d\n    match: {ports: %d}\n".formatted(i, i + 1));
      text.append("    forward: {targets: [");
      for (int j = 0; j < 20; j++) {
        text.append("{address: 10.%d.%d.%d},".formatted(j, i / 256, i % 256));
      }
      text.append("]}\n");
    }
    config(text.toString());
    hangUp(run, 1, STAYS + "these rules have 20480 targets: 4096 fit");
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6001)) {
      bench.send(7000, "still");
      service.receive(new DatagramPacket(new byte[10], 10));
    }
  }

  /** The new rules wait for the name, and the old ones stay meanwhile. */
  @Test
  void newHostNamesAreLookedUpFirst() throws Exception {
    forwardTo(6001);
    Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 service.example\n");
    TestBench.Real run =
        bench.start(null, TestBench.withHosts(hosts), "run", "h0", "-c", file().toString());
    run.awaitLine("running on");
    String masked = "forward: {source: masquerade, targets: [{address: %s, port: 6002}]}";
    String rule = "rules:\n  - name: away\n    match: {ports: 7000}\n    action: drop\n    ";
    config(rule + masked.formatted("service.example"));
    hangUp(run, 1, "rules read again: away forward 127.0.0.1:6001 -> service.example:6002");
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6002)) {
      bench.send(7000, "named");
      service.receive(new DatagramPacket(new byte[10], 10));
    }
    assertThat(run.complaints()).isEmpty();
    config(rule + masked.formatted("nobody.example"));
    hangUp(run, 1, "rules read again: away forward service.example:6002 -> nobody.example:6002");
    assertThat(run.complaints())
        .containsExactly(
            "udpscope: warning: -c "
                + file()
                + ": line 5, column 55, rules[0].forward.targets[0].address: no address is known"
                + " for nobody.example; it gets nothing until there is one, which is asked for"
                + " every 30 s");
  }

  /** What stands for a loopback address is only known once it has been looked up. */
  @Test
  void aNameOfLoopbackIsRefusedWhereTheSourceIsKept() throws Exception {
    forwardTo(6001);
    Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.9 service.example\n");
    TestBench.Real run =
        bench.start(null, TestBench.withHosts(hosts), "run", "h0", "-c", file().toString());
    run.awaitLine("running on");
    config("rules: [{name: a, match: {}, forward: {targets: [{address: service.example}]}}]");
    hangUp(
        run,
        1,
        STAYS
            + ("-c " + file())
            + ": line 1, column 39, rules[0].forward.source: what answers a client from 127.0.0.9"
            + " cannot leave this host; masquerade lets it");
  }

  @Test
  void withoutAFileThereIsNothingToReadAgain() throws Exception {
    TestBench.Real run = start("run", "h0", "-p", "53");
    hangUp(run, 1, STAYS + "there is no file to read: they come from the command line, not -c");
    config("rules: [{name: a, match: {}}]");
    TestBench.Real piped = bench.startWithInput(file(), "run", "h0", "-c", "-", "--hook", "tc");
    piped.awaitLine("running on");
    hangUp(piped, 1, STAYS + "-c -: standard input cannot be read a second time");
  }

  @Test
  void readOnlyStaysSo() throws Exception {
    config("rules: [{name: a, match: {}}]");
    TestBench.Real run = start("run", "h0", "-c", file().toString(), "--read-only");
    config("rules: [{name: a, match: {}, action: drop}]");
    hangUp(
        run,
        1,
        STAYS
            + ("-c " + file())
            + ": line 1, column 38, rules[0].action: dropping changes traffic, and --read-only is"
            + " given");
  }

  @Test
  void printsItsCounters() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6000)) {
      TestBench.Real run =
          start("run", "h0", "-p", "7000", "-p", "53", "--drop", "--to", "127.0.0.1:6000");
      bench.send(7000, "hello");
      service.receive(new DatagramPacket(new byte[10], 10));
      awaitCounters(
          run,
          """
          rule port-7000: packets 1, bytes 47, passed 0, dropped 0, translated 0, forwarded 0, \
          relayed 1, replied 0, copied 0, failed 0
            target 127.0.0.1:6000: packets 1, bytes 5, neighbour unknown, answers 0, errors 0
          rule port-53: packets 0, bytes 0, passed 0, dropped 0, translated 0, forwarded 0, \
          relayed 0, replied 0, copied 0, failed 0
            target 127.0.0.1:6000: packets 0, bytes 0, neighbour unknown, answers 0, errors 0
          ledger: seen 1, matched 1, unmatched 0, fragments 0, malformed 0, other 0, reserved 0, \
          lost 0, left out 0, read 0
          relay: alive, reserved 1, lost 0, read 1
          """);
      assertThat(run.out).isEmptyFile();
    }
  }

  /** Neighbours look for each other on their own, and that is other traffic. */
  private static void awaitCounters(TestBench.Real run, String text) throws Exception {
    TestBench.await(
        text,
        () -> {
          try {
            run.signal("USR1");
            return run.errText()
                .replaceAll("seen \\d+, matched 1,", "seen 1, matched 1,")
                .replaceAll("other \\d+", "other 0")
                .contains(text);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void printsItsCountersAsJson() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6000)) {
      TestBench.Real run =
          start("run", "h0", "-p", "7000", "--drop", "--to", "127.0.0.1:6000", "-o", "json");
      bench.send(7000, "hello");
      service.receive(new DatagramPacket(new byte[10], 10));
      Pattern line =
          Pattern.compile(
              Pattern.quote("{\"interface\":\"h0\",\"hook\":\"native\",\"since\":\"20")
                  + "[^\"]*Z"
                  + Pattern.quote(
                      "\",\"attachedBy\":"
                          + run.process.pid()
                          + ",\"rules\":[{\"name\":\"port-7000\",\"match\":{\"ports\":7000},"
                          + "\"action\":\"drop\",\"forward\":{\"strategy\":\"src-ip\","
                          + "\"source\":\"masquerade\",\"replies\":false,"
                          + "\"targets\":[{\"address\":\"127.0.0.1\",\"port\":6000,"
                          + "\"packets\":1,\"bytes\":5,\"neighbour\":\"unknown\",\"answers\":0,"
                          + "\"errors\":{}}]},"
                          + "\"packets\":1,\"bytes\":47,\"passed\":0,\"dropped\":0,"
                          + "\"translated\":0,\"forwarded\":0,\"relayed\":1,\"replied\":0,"
                          + "\"copied\":0,\"failed\":{}}],\"ledger\":{\"seen\":")
                  + "\\d+"
                  + Pattern.quote(
                      ",\"matched\":1,\"unmatched\":0,\"reserved\":0,\"lost\":0,\"read\":0,"
                          + "\"leftOut\":0,\"sent\":0,\"fragments\":0,\"malformed\":0,\"other\":")
                  + "\\d+"
                  + Pattern.quote(
                      "},\"relay\":{\"alive\":true,\"reserved\":1,\"lost\":0,\"read\":1}}\n"));
      TestBench.await(
          "the counters",
          () -> {
            try {
              run.signal("USR1");
              return line.matcher(Files.readString(run.out)).find();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  /** Fails open: what the relay cannot send while it is stopped passes, and is counted. */
  @Test
  void packetsPassWhileItIsStoppedAndGoToTheTargetAfterwards() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6000);
        DatagramSocket passed = bench.receiver(7000)) {
      TestBench.Real run =
          start("run", "h0", "-p", "7000", "--drop", "--to", "127.0.0.1:6000", "--path", "relay");
      sendUntilReceived("before", service);
      run.signal("STOP");
      sendUntilReceived("while", passed);
      run.signal("CONT");
      sendUntilReceived("after", service);
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.errText()).containsPattern("relayed [1-9].* failed (\\d+) \\(no-relay \\1\\)");
    }
  }

  @Test
  void packetsPassOnceItIsKilled() throws Exception {
    try (DatagramSocket service = bench.receiver("127.0.0.1", 6000);
        DatagramSocket passed = bench.receiver(7000)) {
      TestBench.Real run = start("run", "h0", "-p", "7000", "--drop", "--to", "127.0.0.1:6000");
      sendUntilReceived("before", service);
      run.signal("KILL");
      run.exitCode();
      sendUntilReceived("after", passed);
      assertThat(bench.isAttached()).isFalse();
    }
  }

  private void sendUntilReceived(String text, DatagramSocket socket) throws IOException {
    socket.setSoTimeout(20);
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    TestBench.await(
        text,
        () -> {
          try {
            bench.send(7000, text);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength()).equals(text);
          } catch (IOException e) {
            return false;
          }
        });
  }
}
