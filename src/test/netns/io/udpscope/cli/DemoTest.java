package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.DatapathSource;
import io.udpscope.cli.demo.DemoNetwork;
import io.udpscope.cli.option.Command;
import io.udpscope.cli.option.CommandLineReader;
import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.Options;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bpf")
class DemoTest {
  @TempDir Path directory;

  @Test
  void theTrafficIsVariedAndGentle() throws Exception {
    Options options =
        CommandLineReader.read(
                Command.TEST, List.of("demo0", "-o", "json", "--duration", "3"), Map.of())
            .options();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DemoNetwork network = DemoNetwork.start()) {
      BpfSource kernel = new BpfSource(options);
      DatapathSource inside = network.enter(kernel);
      try (Datapath datapath = inside.open()) {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream());
        var session = new HeadlessSession(datapath, inside::attach, out, err, () -> false);
        new TestCommand(options, session).run();
      }
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSizeBetween(500, 3000);
    for (String protocol : List.of("dns", "syslog", "statsd", "rtp")) {
      assertThat(lines).as(protocol).anyMatch(line -> line.contains("\"" + protocol + "\""));
    }
    assertThat(lines).anyMatch(line -> line.contains("\"dst\":\"10.79.0.1\""));
    assertThat(lines).anyMatch(line -> line.contains("\"dst\":\"fd79::1\""));
    Set<String> sources =
        lines.stream()
            .map(line -> line.replaceAll(".*\"src\":\"([^\"]*)\".*", "$1"))
            .collect(Collectors.toSet());
    assertThat(sources).hasSize(5);
  }

  private static final class BpfSource implements DatapathSource {
    private final Options options;
    private BpfDatapath datapath;

    BpfSource(Options options) {
      this.options = options;
    }

    @Override
    public Datapath open() {
      datapath = BpfDatapath.load(options.interfaces());
      datapath.apply(options.rules());
      return datapath;
    }

    @Override
    public void attach() {
      datapath.attach(HookChoice.AUTO);
    }
  }

  /** The kernel's numbers of the networks that the process's threads are in, but for ours. */
  private static Set<String> networksOf(long pid) {
    Set<String> networks = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        networks.add(Files.readSymbolicLink(thread.resolve("ns/net")).toString());
      }
      networks.remove(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    } catch (IOException e) {
      return Set.of(); // it is just beginning, or has ended
    }
    return networks;
  }

  @Test
  void killedItLeavesNoNetworkBehind() throws Exception {
    String command =
        TestBench.javaCommand().stream().collect(Collectors.joining("' '", "exec '", "' demo"));
    Process terminal =
        new ProcessBuilder("script", "-qfec", command, directory.resolve("typescript").toString())
            .redirectOutput(directory.resolve("screen").toFile())
            .redirectErrorStream(true)
            .start();
    try {
      TestBench.await("the shell in it", () -> terminal.children().findAny().isPresent());
      ProcessHandle demo = terminal.children().findAny().orElseThrow();
      TestBench.await("the demo's two networks", () -> networksOf(demo.pid()).size() == 2);
      TestBench.await("the session", () -> screen().contains("live"));
      Set<String> networks = networksOf(demo.pid());
      assertThat(networksOnThisHost()).containsAll(networks);
      demo.destroyForcibly();
      TestBench.await("its end", () -> !terminal.isAlive());
      TestBench.await(
          "the networks to go", () -> networksOnThisHost().stream().noneMatch(networks::contains));
    } finally {
      terminal.destroyForcibly();
    }
  }

  private String screen() {
    try {
      return Files.readString(directory.resolve("screen"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static Set<String> networksOnThisHost() {
    Set<String> networks = new TreeSet<>();
    ProcessHandle.allProcesses().forEach(process -> networks.addAll(networksOf(process.pid())));
    return networks;
  }

  @Test
  void withoutPrivilegeItSaysWhatToDo() throws Exception {
    try (TestBench bench = new TestBench(directory)) {
      TestBench.Real run = bench.start(null, TestBench.NOBODY, "demo");
      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
      assertThat(run.errText().lines()).hasSize(1);
      assertThat(run.errText()).startsWith("udpscope: not permitted").contains("sudo");
    }
  }
}
