package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.cli.option.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -w} with {@code --rotate} and {@code --files}: what lies there afterwards. */
@Tag("bpf")
class RotationTest {
  private static final int LEAST = 64 << 10;

  @TempDir Path directory;
  private Path files;
  private TestBench bench;

  @BeforeEach
  void open() throws IOException {
    files = Files.createDirectory(directory.resolve("files"));
    bench = new TestBench(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.sorted().toList();
    }
  }

  private TestBench.Real record(String name, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "h0", "-p", "0-65535", "-w"));
    arguments.add(files.resolve(name).toString());
    arguments.addAll(List.of(options));
    TestBench.Real run = bench.start(arguments.toArray(new String[0]));
    run.awaitLine("running on");
    return run;
  }

  /** Numbers them from {@code from}, in payloads of some 200 bytes. */
  private void send(int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      bench.send(5005, String.format("%-200d", i));
    }
  }

  private void awaitPackets(int count) {
    TestBench.await("the packets", () -> packets() >= count);
  }

  private int packets() {
    try {
      int packets = 0;
      for (Path file : written()) {
        packets += PcapngFile.read(file).payloads.size();
      }
      return packets;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void end(TestBench.Real run) throws Exception {
    run.signal("TERM");
    assertThat(run.exitCode()).as(run.errText()).isEqualTo(143);
  }

  @Test
  void noPacketIsMissingOrDoubled() throws Exception {
    TestBench.Real run = record("flood.pcapng", "--rotate", "4M");
    int sent = 100_000;
    send(0, sent);
    end(run);
    List<String> payloads = new ArrayList<>();
    long dropped = 0;
    List<Path> written = written();
    assertThat(written).hasSizeGreaterThan(5);
    for (Path path : written) {
      assertThat(path.getFileName().toString()).matches("flood_0000\\d_20\\d{12}\\.pcapng");
      assertThat(Files.size(path)).isBetween(1L, 4L << 20);
      PcapngFile file = PcapngFile.read(path);
      assertThat(file.isWhole()).isTrue();
      assertThat(Tshark.capinfos(path, "-c")).isEqualTo(Integer.toString(file.payloads.size()));
      payloads.addAll(file.payloads);
      dropped += file.dropped;
    }
    assertThat(new HashSet<>(payloads)).hasSameSizeAs(payloads);
    assertThat(payloads.size() + dropped).isEqualTo(sent);
  }

  @Test
  void onlyTheNewestStayAndNothingOfOthersGoes() throws Exception {
    Path other = Files.writeString(files.resolve("a_00000_20200101000000.pcapng"), "mine");
    TestBench.Real run = record("a.pcapng", "--rotate", "64K", "--files", "3");
    send(0, 300);
    TestBench.await("the second file", () -> size() == 3);
    Path first = written().get(1);
    Files.move(first, directory.resolve("moved"));
    Files.writeString(first, "a stranger's");
    for (int count = 500; count <= 1300; count += 200) {
      send(count - 200, 200);
      int last = count - 1;
      TestBench.await("the packets", () -> lastNumber() == last);
    }
    end(run);
    assertThat(other).hasContent("mine");
    assertThat(first).hasContent("a stranger's");
    List<Path> left = written().subList(2, written().size());
    assertThat(left).hasSize(3);
    List<Integer> numbers = new ArrayList<>();
    for (Path path : left) {
      assertThat(Files.size(path)).isLessThanOrEqualTo(LEAST);
      PcapngFile.read(path).payloads.forEach(text -> numbers.add(Integer.valueOf(text)));
    }
    int oldest = numbers.get(0);
    assertThat(oldest).isPositive();
    assertThat(numbers).isEqualTo(IntStream.range(oldest, 1300).boxed().toList());
  }

  private int size() {
    try {
      return written().size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** What the newest packet that is in a file says. */
  private int lastNumber() {
    try {
      List<Path> written = written();
      List<String> payloads = PcapngFile.read(written.get(written.size() - 1)).payloads;
      return payloads.isEmpty() ? -1 : Integer.parseInt(payloads.get(payloads.size() - 1));
    } catch (IOException e) {
      return -1;
    }
  }

  /** Nothing comes any more, and still whoever waits for the file has it. */
  @Test
  void aFileIsWholeWhenItsTimeIsOver() throws Exception {
    TestBench.Real run = record("timed", "--rotate", "1s");
    send(0, 3);
    TestBench.await("the end of the first", () -> size() == 1 && isWhole(0));
    assertThat(PcapngFile.read(written().get(0)).payloads).containsExactly("0", "1", "2");
    send(3, 1);
    TestBench.await("the second", () -> size() == 2 && isWhole(1));
    end(run);
    assertThat(written()).hasSize(2);
    assertThat(PcapngFile.read(written().get(1)).payloads).containsExactly("3");
    assertThat(written().get(1).getFileName().toString()).matches("timed_00002_20\\d{12}");
  }

  private boolean isWhole(int index) {
    try {
      return PcapngFile.read(written().get(index)).isWhole();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void namesAreTakenAsTheyAre() throws Exception {
    String name = "100%d %s$HOME.tar.pcapng";
    TestBench.Real run = record(name, "--rotate", "64K");
    send(0, 1);
    awaitPackets(1);
    end(run);
    assertThat(written()).hasSize(1);
    assertThat(written().get(0).getFileName().toString())
        .matches("100%d %s\\$HOME\\.tar_00001_20\\d{12}\\.pcapng");
  }

  @Test
  void aDirectoryThatGoesAwayIsOneLine() throws Exception {
    TestBench.Real run = record("gone.pcapng", "--rotate", "64K");
    Files.delete(written().get(0));
    Files.delete(files);
    send(0, 400);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .matches(
            "udpscope: cannot write .*/files/gone_00002_20\\d{12}\\.pcapng: there is no such"
                + " directory");
    TestBench.await("the kernel to detach", () -> !bench.isAttached());
  }

  /** Whatever fits stays, in files that can be read; a ring that fits goes on. */
  @Test
  void aFullDiskEndsItUnlessTheOldestMakeRoom() throws Exception {
    String script =
        "mount -t tmpfs -o size=256k udpscope-test \"$0\" && \"$@\"; code=$?; cp \"$0\"/*"
            + " \"$0\".copy; exit $code";
    Files.createDirectory(directory.resolve("files.copy"));
    List<String> unshare = List.of("unshare", "--mount", "sh", "-c", script, files.toString());
    TestBench.Real full = disk(unshare, "full.pcapng", "--rotate", "100K");
    full.awaitLine("running on");
    while (full.process.isAlive()) {
      send(0, 100);
    }
    assertThat(full.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(full.complaints())
        .singleElement()
        .asString()
        .matches(
            "udpscope: cannot write .*/full_00003_20\\d{12}\\.pcapng: No space left on device");
    try (Stream<Path> copied = Files.list(directory.resolve("files.copy"))) {
      List<Path> kept = copied.sorted().toList();
      assertThat(kept).hasSize(3);
      for (Path path : kept.subList(0, 2)) {
        assertThat(Tshark.fields(path, "udp.length")).isNotEmpty().containsOnly("208");
      }
      assertThat(Tshark.fields(kept.get(2), "udp.length")).allMatch("208"::equals);
    }

    TestBench.Real ring = disk(unshare, "ring.pcapng", "--rotate", "100K", "--files", "2");
    ring.awaitLine("running on");
    for (int i = 0; i < 50; i++) {
      send(100 * i, 100);
    }
    ring.signal("TERM");
    assertThat(ring.exitCode()).as(ring.errText()).isNotEqualTo(ExitCode.FAILED);
    assertThat(ring.complaints()).isEmpty();
  }

  private TestBench.Real disk(List<String> prefix, String name, String... rotation)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "h0", "-p", "0-65535", "-w"));
    arguments.add(files.resolve(name).toString());
    arguments.addAll(List.of(rotation));
    return bench.start(null, prefix, arguments.toArray(new String[0]));
  }
}
