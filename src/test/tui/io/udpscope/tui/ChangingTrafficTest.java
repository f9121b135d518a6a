package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.PrivateNetwork.Receiver;
import io.udpscope.tui.PrivateNetwork.Sender;
import io.udpscope.tui.TmuxSession.Screen;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator changes traffic on the real screen, and it is so on the wire. */
@Tag("bpf")
class ChangingTrafficTest extends TrafficStory {
  private Screen row(String what, String rule, String has) {
    return terminal.waitFor(what, screen -> screen.line(rule).contains(has));
  }

  /** Nothing of what is sent from now on arrives. */
  private static void arrivesNoMore(Sender sender, Receiver receiver) {
    long sent = sender.sent();
    long before = receiver.received();
    waitUntil("more was sent", () -> sender.sent() > sent + 10);
    assertThat(receiver.received()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--ascii"})
  void translatesAPortAndTakesThatBack(String option) throws Exception {
    Receiver first = network.receiver(5005);
    Receiver second = network.receiver(6005);
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 " + option);
    first.awaitNext();

    terminal.keys("t");
    terminal.waitFor("translate to port");
    terminal.type("70000");
    terminal.waitFor("a port is 1 to 65535");
    terminal.keys("Enter");
    terminal.waitFor("a port is 1 to 65535"); // it stays, and so does what was typed
    terminal.keys("C-u");
    terminal.type("6005");
    terminal.keys("Enter");
    terminal.waitFor("translated");
    second.awaitNext();
    terminal.waitFor("translate 6005 on port-5005 goes back to none in");
    terminal.waitFor("this would have translated");

    terminal.keys("u");
    terminal.waitFor("the countdown is gone", screen -> !screen.contains("goes back to none"));
    first.awaitNext();
    quit();
  }

  @Test
  void aDropGoesBackByItself() throws Exception {
    Receiver receiver = network.receiver(5005);
    Sender sender = network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --confirm 3");
    receiver.awaitNext();

    terminal.keys("d");
    terminal.waitFor("DROP on port-5005 goes back to PASS in");
    terminal.waitFor("this would have dropped");
    arrivesNoMore(sender, receiver);
    terminal.waitFor("DROP on port-5005 went back to PASS at");
    row("the rule passes", "any:5005 ", "PASS");
    receiver.awaitNext();

    terminal.keys("d");
    terminal.waitFor("y keep");
    terminal.keys("y");
    terminal.waitFor("kept, port-5005 PASS");
    TimeUnit.SECONDS.sleep(4); // the time in which nothing must go back
    arrivesNoMore(sender, receiver);
    assertThat(terminal.screen().line("any:5005 ")).contains("DROP");
    quit();
  }

  /** Under a shell with job control, the operator comes back by {@code fg}. */
  @ParameterizedTest
  @ValueSource(strings = {"set +m", "set -m"})
  void aStoppedProgramCutsNobodyOff(String jobControl) throws Exception {
    Receiver receiver = network.receiver(5005);
    Sender sender = network.sender(5005, "hello");
    terminal = TmuxSession.open(network::start, 120, 40, directory);
    terminal.run(jobControl + "; " + UDPSCOPE + " h0 -p 5005 --confirm 4");
    terminal.waitFor("● live");
    receiver.awaitNext();
    terminal.keys("d");
    terminal.waitFor("goes back to PASS in");
    ProcessHandle process = terminal.program();
    signal("STOP", process);
    arrivesNoMore(sender, receiver);
    receiver.awaitNext(); // by the kernel alone
    TimeUnit.SECONDS.sleep(4); // it stands still, long enough for this to be worth a word
    receiver.awaitNext();

    signal("CONT", process);
    if (jobControl.equals("set -m")) {
      receiver.awaitNext();
      assertThat(terminal.screen().lines()).anyMatch(line -> line.startsWith("ready>"));
      terminal.run("fg");
    }
    terminal.waitFor("DROP on port-5005 went back to PASS at");
    terminal.waitFor("while this program stood still");
    row("the rule passes", "any:5005 ", "PASS");
    receiver.awaitNext();
    terminal.keys("q");
    waitUntil("nothing is attached", () -> !network.isAttached());
    terminal.waitForPrompt();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void addsRemovesAndUndoes() throws Exception {
    Receiver receiver = network.receiver(5005);
    Sender sender = network.sender(5005, "hello");
    openLive(120, 40, "");
    receiver.awaitNext();

    terminal.keys("a");
    terminal.waitFor("New rule");
    terminal.keys("C-u");
    terminal.type("noise");
    terminal.keys("Tab", "Tab", "Tab", "Tab");
    terminal.type("5005");
    terminal.keys("Tab");
    terminal.type("d");
    terminal.waitFor("[drop]");
    terminal.keys("Enter");
    row("the new rule drops", "noise", "DROP");
    terminal.waitFor("the new rule noise goes away again in");
    arrivesNoMore(sender, receiver);

    terminal.keys("x");
    terminal.waitFor(
        "the rule is gone",
        screen -> screen.lines().stream().noneMatch(line -> line.matches(".* noise +any .*")));
    receiver.awaitNext();
    terminal.keys("u");
    row("the rule is back", "noise", "DROP");
    arrivesNoMore(sender, receiver);
    terminal.keys("u");
    terminal.waitFor("undone, rule noise removed");
    receiver.awaitNext();
    terminal.keys("u");
    terminal.waitFor("there is no change to undo");
    quit();
  }

  @Test
  void forwardsToATarget() throws Exception {
    Receiver target = network.receiverThere(7007);
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --drop --hook generic");
    terminal.waitFor("dropped");

    terminal.keys("f");
    terminal.waitFor("Forward of port-5005");
    terminal.type(PrivateNetwork.THERE + ":7007x");
    terminal.waitFor("! a port is a number");
    terminal.keys("BSpace", "Tab", "Tab", "Tab", "Tab", "C-u");
    terminal.type("masquerade");
    terminal.keys("Enter");
    terminal.waitFor("forwarded");
    target.awaitNext();
    terminal.keys("y", "f");
    terminal.waitFor("ready, h0");
    terminal.keys("Escape");
    terminal.waitFor("the form is gone", screen -> !screen.contains("Forward of"));
    quit();
  }

  @Test
  void changesNothingWhereItIsReadOnly() throws Exception {
    Receiver receiver = network.receiver(5005);
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --read-only");
    for (String key : new String[] {"d", "t", "f", "a", "x", "u", "y"}) {
      terminal.keys("g"); // takes the line of the one before away
      terminal.waitFor("no message", screen -> !screen.contains("nothing changes"));
      terminal.keys(key);
      terminal.waitFor("nothing changes: the session was started with --read-only");
    }
    receiver.awaitNext();
    quit();
  }

  @Test
  void saysWhoChangedWhatAndFromWhereAlsoBehindSudo() throws Exception {
    network.sender(5005, "hello");
    terminal = TmuxSession.open(network::start, 120, 40, directory);
    terminal.run("export SSH_CONNECTION='192.0.2.7 51234 10.0.0.2 22'");
    terminal.run("bash --norc --noprofile"); // its children get no more than sudo leaves them
    terminal.run("env -u SSH_CONNECTION bash --norc --noprofile"); // nor do those of su behind it
    terminal.run("env -u SSH_CONNECTION SUDO_USER=ops " + UDPSCOPE + " h0 -p 5005 --drop");
    terminal.waitFor(" live ");
    terminal.keys("d");
    terminal.waitFor("ops from 192.0.2.7: port-5005 DROP → PASS; in the last");
    terminal.keys("q");
    waitUntil("nothing is attached", () -> !network.isAttached());
  }
}
