package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.PrivateNetwork.Receiver;
import io.udpscope.tui.PrivateNetwork.Sender;
import io.udpscope.tui.TmuxSession.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does and sees: the real binary in a real terminal, live traffic before it. */
@Tag("bpf")
class LiveSessionTest {
  private static final String UDPSCOPE = Path.of("udpscope").toAbsolutePath().toString();

  private final PrivateNetwork network = new PrivateNetwork();
  private TmuxSession terminal;
  private String settings;
  @TempDir Path directory;

  @AfterEach
  void end() {
    if (terminal != null) {
      terminal.close();
    }
    network.close();
  }

  private void open(int columns, int rows) throws IOException {
    terminal = TmuxSession.open(network::start, columns, rows, directory);
    settings = terminal.outputOf("stty -g", directory.resolve("settings"));
  }

  private void launch(String arguments) {
    terminal.run(UDPSCOPE + " " + arguments + "; echo ended=$?");
  }

  private Screen openLive(int columns, int rows, String arguments) throws IOException {
    open(columns, rows);
    launch("h0 " + arguments);
    return terminal.waitFor("● live");
  }

  /** The shell has its terminal back as it was, and nothing is on the interface. */
  private void assertAllAsBefore() throws IOException {
    Screen after = terminal.waitForPrompt();
    assertThat(after.alternate()).as("alternate screen").isFalse();
    assertThat(after.cursorVisible()).as("cursor visible").isTrue();
    assertThat(terminal.outputOf("stty -g", directory.resolve("after"))).isEqualTo(settings);
    waitUntil("nothing is attached", () -> !network.isAttached());
  }

  private void quit() throws IOException {
    terminal.keys("q");
    terminal.waitFor("ended=0");
    assertAllAsBefore();
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "120, 40"})
  void opensOnLiveTraffic(int columns, int rows) throws Exception {
    network.receiver(5005);
    network.sender(5005, "<134>web-3 nginx: started");
    openLive(columns, rows, "-p 5005");
    assertThat(network.isAttached()).isTrue();
    Screen screen = terminal.waitFor("10.66.0.1:5005");
    assertThat(screen.lines().get(0)).contains("udpscope h0", "native", "● live");
    assertThat(screen.lines().get(1)).contains("nic", "seen", "matched", "read", "lost 0", "store");
    assertThat(screen.line("Rules")).contains("─");
    assertThat(screen.line(":5005 ")).contains("PASS");
    assertThat(screen.line("(no rule)")).contains("PASS");
    assertThat(screen.line("Packets")).contains("following");
    assertThat(screen.line("10.66.0.2:")).contains("passed");
    assertThat(screen.contains("Bytes")).isEqualTo(columns == 120);
    assertThat(screen.line("? help")).contains("q quit");
    assertThat(screen.cursorVisible()).isFalse();
    quit();
  }

  @Test
  void dropsAndPassesAgain() throws Exception {
    Receiver receiver = network.receiver(5005);
    Sender sender = network.sender(5005, "hello");
    openLive(120, 40, "-p 5005");
    receiver.awaitNext();

    terminal.keys("d");
    terminal.waitFor("the rule drops", screen -> screen.line(":5005 ").contains("DROP"));
    terminal.waitFor("dropped");
    long sent = sender.sent();
    long received = receiver.received();
    waitUntil("more was sent", () -> sender.sent() > sent + 25);
    assertThat(receiver.received()).as("received while dropping").isEqualTo(received);

    terminal.keys("d");
    terminal.waitFor("the rule passes", screen -> screen.line(":5005 ").contains("PASS"));
    receiver.awaitNext();
    quit();
  }

  @Test
  void startsDroppingWhenToldTo() throws Exception {
    Receiver receiver = network.receiver(5005);
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --drop");
    terminal.waitFor("the rule drops", screen -> screen.line(":5005").contains("DROP"));
    terminal.waitFor("dropped");
    terminal.keys("q");
    terminal.waitFor("ended=0");
    receiver.awaitNext();
  }

  @Test
  void freezesZoomsAndHelps() throws Exception {
    network.sender(5005, "hello");
    openLive(120, 40, "");
    terminal.waitFor("10.66.0.1:5005");
    terminal.keys("Space");
    terminal.waitFor("FROZEN");
    terminal.waitFor(
        "the title counts what came since",
        screen -> screen.line("FROZEN").matches(".*[1-9][0-9]* came since.*"));
    terminal.keys("Space");
    terminal.waitFor("following");

    terminal.keys("Tab", "Enter");
    terminal.waitFor("packets alone", screen -> !screen.contains("Rules"));
    terminal.keys("Enter");
    terminal.waitFor("Rules");

    terminal.keys("?");
    terminal.waitFor("this help");
    terminal.keys("Escape");
    terminal.waitFor("following");
    quit();
  }

  @Test
  void followsTheSizeOfTheTerminal() throws Exception {
    network.sender(5005, "hello");
    openLive(80, 24, "");
    terminal.waitFor("10.66.0.1:5005");
    terminal.resize(120, 40);
    terminal.waitFor(
        "detail and bytes", screen -> screen.contains("Detail ") && screen.contains("Bytes "));
    terminal.resize(20, 5);
    terminal.waitFor(
        "a word on the size",
        screen -> !screen.contains("Rules") && screen.toString().contains("20x5"));
    terminal.resize(80, 24);
    terminal.waitFor(
        "all of it again", screen -> screen.contains("Rules") && screen.contains("q quit"));
    quit();
  }

  @Test
  void suspendsAndComesBack() throws Exception {
    openLive(80, 24, "");
    terminal.keys("C-z");
    Screen suspended = terminal.waitForPrompt();
    assertThat(suspended.alternate()).isFalse();
    assertThat(suspended.cursorVisible()).isTrue();
    terminal.run("fg");
    terminal.waitFor("drawn again", screen -> screen.alternate() && screen.contains("● live"));
    terminal.keys("q");
    terminal.waitFor("the shell", screen -> !screen.alternate());
    assertAllAsBefore();
  }

  @Test
  void endsByControlC() throws Exception {
    openLive(80, 24, "");
    terminal.keys("C-c");
    terminal.waitFor("ended=130");
    assertAllAsBefore();
  }

  @Test
  void endsBySigterm() throws Exception {
    openLive(80, 24, "");
    terminal.program().destroy();
    terminal.waitFor("ended=143");
    assertAllAsBefore();
  }

  @Test
  void leavesNothingBehindWhenKilled() throws Exception {
    openLive(80, 24, "");
    terminal.program().destroyForcibly();
    terminal.waitFor(
        "the terminal is back", screen -> !screen.alternate() && screen.cursorVisible());
    terminal.keys("Enter");
    assertAllAsBefore();
  }

  @Test
  void endsWhenTheLinkIsLost() throws Exception {
    openLive(80, 24, "");
    ProcessHandle process = terminal.program();
    terminal.hangUp();
    waitUntil("the process has ended", () -> !process.isAlive());
    waitUntil("nothing is attached", () -> !network.isAttached());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TERM=dumb udpscope h0",
        "udpscope h0 | cat",
        "setsid --wait udpscope h0 </dev/null",
      })
  void saysThatItNeedsATerminal(String command) throws Exception {
    open(120, 24);
    terminal.run("set -o pipefail; " + command.replace("udpscope", UDPSCOPE) + "; echo ended=$?");
    Screen refused = terminal.waitFor("ended=2");
    assertThat(refused.line("udpscope: ")).contains("the live session");
    assertThat(refused.alternate()).isFalse();
    assertAllAsBefore();
  }

  @Test
  void takesKeysFromTheTerminalWhereStandardInputIsNone() throws Exception {
    openLive(80, 24, "</dev/null");
    quit();
  }

  @Test
  void saysWhatItIsNotPermittedToDo() throws Exception {
    open(120, 24);
    terminal.run("setpriv --bounding-set=-all --inh-caps=-all " + UDPSCOPE + " h0; echo ended=$?");
    Screen refused = terminal.waitFor("ended=3");
    assertThat(refused.line("udpscope: ")).contains("CAP_NET_ADMIN");
    assertAllAsBefore();
  }

  @Test
  void saysThatThereIsNoSuchInterface() throws Exception {
    open(80, 24);
    launch("nosuch0");
    Screen screen = terminal.waitFor("ended=3");
    assertThat(screen.line("udpscope: ")).contains("nosuch0");
    assertAllAsBefore();
  }

  @Test
  void saysThatTheInterfaceIsTaken() throws Exception {
    openLive(80, 24, "");
    try (TmuxSession second =
        TmuxSession.open(
            network::start, 80, 24, Files.createDirectory(directory.resolve("second")))) {
      second.run(UDPSCOPE + " h0; echo ended=$?");
      assertThat(second.waitFor("ended=3").line("udpscope: ")).contains("h0");
    }
    assertThat(network.isAttached()).as("the first session").isTrue();
    quit();
  }

  @Test
  void staysToShowWhatWasWhenTheInterfaceIsDeleted() throws Exception {
    network.sender(5005, "hello");
    openLive(120, 40, "");
    terminal.waitFor("10.66.0.1:5005");
    network.exec("ip", "link", "del", "h0");
    Screen gone = terminal.waitFor("h0 was deleted");
    assertThat(gone.contains("10.66.0.1:5005")).isTrue();
    terminal.keys("q");
    terminal.waitFor("ended=1");
    assertThat(terminal.screen().line("udpscope: ")).contains("h0 was deleted");
  }

  @Test
  void saysThatTheInterfaceIsDownAndUpAgain() throws Exception {
    openLive(120, 40, "");
    network.exec("ip", "link", "set", "h0", "down");
    terminal.waitFor("h0 went down");
    network.exec("ip", "link", "set", "h0", "up");
    terminal.waitFor("● live");
    quit();
  }

  @Test
  void goesOnWhenTheDiskIsFull() throws Exception {
    network.sender(5005, "hello");
    open(120, 40);
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String session = UDPSCOPE + " h0 -w " + disk.resolve("all.pcapng");
    terminal.run(
        "unshare --mount sh -c 'mount -t tmpfs -o size=4k udpscope-test %s && exec %s'; echo ended=$?"
            .formatted(disk, session));
    terminal.waitFor("10.66.0.1:5005");
    terminal.waitFor(
        "session goes on without it", screen -> screen.contains("No space left on device"));
    terminal.keys("q");
    terminal.waitFor("ended=1");
    assertAllAsBefore();
  }

  @Test
  void doesNotBeginWithAFileThatTakesNothing() throws Exception {
    open(120, 40);
    launch("h0 -w /dev/full");
    terminal.waitFor("udpscope: cannot write /dev/full: No space left on device");
    terminal.waitFor("ended=1");
    assertAllAsBefore();
  }

  @Test
  void showsADemoThatTouchesNothing() throws Exception {
    open(120, 40);
    String links = network.exec("ip", "-o", "link");
    launch("demo");
    terminal.waitFor("● live");
    terminal.waitFor("rtp");
    assertThat(network.exec("ip", "-o", "link")).isEqualTo(links);
    quit();
    assertThat(network.exec("ip", "-o", "link")).isEqualTo(links);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANG=C udpscope h0", "udpscope h0 --ascii"})
  void drawsWithPlainCharactersWhereOthersWouldNotShow(String command) throws Exception {
    network.sender(5005, "hello");
    open(80, 24);
    terminal.run(command.replace("udpscope", UDPSCOPE));
    Screen screen = terminal.waitFor("10.66.0.1:5005");
    assertThat(screen.contains("Rules")).isTrue();
    assertThat(screen.toString()).matches("[\\x20-\\x7e\\n]*");
    terminal.keys("q");
    terminal.waitFor("the shell", after -> !after.alternate());
    assertAllAsBefore();
  }
}
