package io.udpscope.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator takes away from the real screen: a file, a bundle, a copy. */
@Tag("bpf")
class TakingAwayTest extends TrafficStory {
  private List<String> run(String... command) throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return Files.readAllLines(output);
  }

  @Test
  void writesPacketsAndABundle() throws Exception {
    network.sender(5005, "a secret");
    openLive(100, 30, "-p 5005 --hook generic");
    terminal.waitFor("passed");

    terminal.keys("w");
    terminal.waitFor("write to:");
    terminal.type("packets.pcapng");
    terminal.keys("Enter");
    terminal.waitFor("to packets.pcapng");
    assertThat(
            run("tshark", "-r", "packets.pcapng", "-T", "fields", "-e", "frame.verdict.ebpf_xdp"))
        .isNotEmpty()
        .allMatch(verdict -> verdict.equals("2"));
    terminal.keys("w");
    terminal.type("packets.pcapng");
    terminal.keys("Enter");
    terminal.waitFor("exists");

    terminal.keys("d");
    terminal.waitFor("dropped");
    terminal.keys("E");
    terminal.waitFor("bundle to:");
    terminal.type("redact incident.tar.gz");
    terminal.keys("Enter");
    terminal.waitFor("wrote a bundle");
    assertThat(run("tar", "-xzvf", "incident.tar.gz"))
        .contains("incident/README.txt", "incident/packets.pcapng", "incident/host.txt");
    assertThat(directory.resolve("incident/timeline.txt"))
        .content(StandardCharsets.UTF_8)
        .contains("PASS → DROP");
    for (String file : run("find", "incident", "-type", "f")) {
      run("sh", "-c", "! grep -aE 'secret|" + PrivateNetwork.HERE + "' " + file);
    }
    quit();
  }

  @Test
  void copiesToTheTerminalsClipboard() throws Exception {
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --drop");
    terminal.takeClipboard();
    terminal.waitFor("dropped");
    terminal.keys("Y");
    terminal.waitFor("copied rule port-5005");
    TmuxSession.waitUntil("tmux has it", () -> terminal.clipboard().equals("-p 5005 --drop"));
    quit();
  }

  @Test
  void seesThatNobodyListens() throws Exception {
    network.sender(5005, "hello");
    openLive(100, 30, "-p 5005");
    terminal.waitFor("passed !");
    terminal.keys("4");
    terminal.waitFor("nobody listens on 5005 (NoPorts grows");
    terminal.waitFor("start who should");
    network.receiver(5005);
    terminal.waitFor("java (" + ProcessHandle.current().pid() + ")");
    quit();
  }
}
