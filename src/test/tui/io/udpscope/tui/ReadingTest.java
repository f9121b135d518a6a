package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.TmuxSession.Screen;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator opens a file that tcpdump has written somewhere else. */
@Tag("bpf")
class ReadingTest extends TrafficStory {
  private static final int PACKETS = 40;

  private Path capture() throws Exception {
    network.sender(5005, "<134>web-3 nginx: started");
    network.sender(5006, "needle in a stack");
    terminal = TmuxSession.open(network::start, 120, 40, directory);
    Path file = directory.resolve("capture.pcap");
    terminal.run("tcpdump -Z root -i h0 -c " + PACKETS + " -w " + file + " udp; echo ended=$?");
    terminal.waitFor("ended=0");
    return file;
  }

  @Test
  void filtersFindsAndWritesWithoutAnythingAttached() throws Exception {
    Path file = capture();
    terminal.run("clear; " + UDPSCOPE + " read " + file + "; echo read=$?");
    Screen opened = terminal.waitFor("file · " + PACKETS + " packets");
    assertThat(opened.line("▸")).contains("10.66.0.1:500");
    assertThat(opened.contains("Rules")).isFalse();
    assertThat(network.isAttached()).isFalse();

    terminal.keys("/");
    terminal.type("dst port 5006");
    terminal.keys("Enter");
    Screen filtered = terminal.waitFor("shown · filter: dst port 5006");
    assertThat(filtered.contains("10.66.0.1:5005")).isFalse();

    terminal.keys("C-f");
    terminal.type("needle");
    terminal.keys("Enter");
    waitUntil("its bytes are lit", () -> terminal.isLit("needle"));

    terminal.keys("d");
    terminal.waitFor("a file: there is no traffic to change");

    terminal.keys("w");
    terminal.type("shown needles.pcapng");
    terminal.keys("Enter");
    terminal.waitFor("wrote ");
    terminal.keys("q");
    terminal.waitFor("read=0");
    terminal.run("clear; " + UDPSCOPE + " read needles.pcapng -n 1; echo again=$?");
    Screen again = terminal.waitFor("again=0");
    assertThat(again.contains("> 10.66.0.1.5006")).isTrue();
  }

  @Test
  void printsIntoAPipe() throws Exception {
    Path file = capture();
    terminal.run("clear; " + UDPSCOPE + " read " + file + " | head -n 1; echo piped=$?");
    Screen printed = terminal.waitFor("piped=0");
    assertThat(printed.contains("> 10.66.0.1.500")).isTrue();
    terminal.run("clear; cat " + file + " | " + UDPSCOPE + " read - | grep -c UDP");
    terminal.waitFor(Integer.toString(PACKETS));
  }
}
