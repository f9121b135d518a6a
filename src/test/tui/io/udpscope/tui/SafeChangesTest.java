package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.PrivateNetwork.Receiver;
import io.udpscope.tui.PrivateNetwork.Sender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator makes mistakes, loses the link, or cuts off the branch they sit on. */
@Tag("bpf")
class SafeChangesTest extends TrafficStory {
  private Receiver receiver;
  private Sender sender;

  @BeforeEach
  void start() {
    receiver = network.receiver(5005);
    sender = network.sender(5005, "hello");
  }

  /** Nothing of what is sent from now on arrives. */
  private void arrivesNoMore() {
    long sent = sender.sent();
    waitUntil("more was sent", () -> sender.sent() > sent + 3); // the last that passed is there
    long before = receiver.received();
    waitUntil("more was sent", () -> sender.sent() > sent + 15);
    assertThat(receiver.received()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"the line is cut", "the program is killed"})
  void theLinkIsLostDuringAnUnconfirmedDrop(String how) throws Exception {
    openLive(80, 24, "-p 5005");
    receiver.awaitNext();
    terminal.keys("d");
    terminal.waitFor("DROP on port-5005 goes back to PASS in");
    arrivesNoMore();
    ProcessHandle program = terminal.program();
    if (how.equals("the line is cut")) {
      terminal.hangUp();
    } else {
      program.destroyForcibly();
    }
    program.onExit().join();
    receiver.awaitNext();
    waitUntil("nothing is attached", () -> !network.isAttached());
  }

  @Test
  void whatWasUndoneIsRedone() throws Exception {
    openLive(80, 24, "-p 5005");
    receiver.awaitNext();
    terminal.keys("d");
    terminal.waitFor("this would have dropped");
    arrivesNoMore();
    terminal.keys("u");
    terminal.waitFor("the countdown is gone", screen -> !screen.contains("goes back to PASS in"));
    receiver.awaitNext();
    terminal.keys("C-r");
    terminal.waitFor("goes back to PASS in");
    arrivesNoMore();
    terminal.keys("y");
    terminal.waitFor("kept, port-5005 PASS");
    terminal.keys("5");
    terminal.waitFor("redone, port-5005 PASS");
    quit();
  }

  @Test
  void aRuleMadeFromAPacketDropsItsSourceAlone() throws Exception {
    openLive(80, 24, "-p 5005");
    receiver.awaitNext();
    terminal.waitFor(PrivateNetwork.THERE);
    terminal.keys("Tab", "d");
    terminal.waitFor("New rule from packet");
    terminal.waitFor("src-" + PrivateNetwork.THERE);
    receiver.awaitNext(); // nothing is in force yet
    terminal.keys("Enter");
    terminal.waitFor("the new rule src-" + PrivateNetwork.THERE + " goes away again in");
    arrivesNoMore();
    terminal.keys("u");
    receiver.awaitNext();
    quit();
  }

  @Test
  void whatCarriesTheSessionIsCutOnlyByWhoTypesTheName() throws Exception {
    terminal = TmuxSession.open(network::start, 80, 24, directory);
    terminal.run(
        "export SSH_CONNECTION='"
            + PrivateNetwork.THERE
            + " 51234 "
            + PrivateNetwork.HERE
            + " 22'");
    terminal.run(UDPSCOPE + " h0 -p 5005; echo ended=$?");
    terminal.waitFor(" live ");
    terminal.waitFor(PrivateNetwork.THERE);

    terminal.keys("d");
    terminal.waitFor("this would hit your own session, UDP from " + PrivateNetwork.THERE);
    terminal.type("port-5006");
    terminal.keys("Enter");
    terminal.waitFor("nothing changed: that is not port-5005");
    receiver.awaitNext();

    terminal.keys("d");
    terminal.waitFor("type port-5005 to do it all the same:");
    terminal.type("port-5005");
    terminal.keys("Enter");
    terminal.waitFor("DROP on port-5005 goes back to PASS in");
    arrivesNoMore();
    quit();
  }
}
