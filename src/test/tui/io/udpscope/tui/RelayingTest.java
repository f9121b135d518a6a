package io.udpscope.tui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.PrivateNetwork.Receiver;
import io.udpscope.tui.TmuxSession.Screen;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator has packets sent to a service that listens on this host's loopback alone. */
@Tag("bpf")
class RelayingTest extends TrafficStory {
  private static final String SERVICE = "127.0.0.1:6000";
  private static final Pattern RELAYED = Pattern.compile("port-5005: ([0-9,]+) relayed");

  private static long relayed(Screen screen) {
    Matcher matcher = RELAYED.matcher(screen.toString());
    return matcher.find() ? Long.parseLong(matcher.group(1).replace(",", "")) : 0;
  }

  @Test
  void servesAServiceOnLoopbackSaysThatItIsGoneAndIsUndone() throws Exception {
    Receiver addressee = network.receiver(5005);
    Receiver service = network.receiverOnLoopback(6000);
    network.sender(5005, "hello");
    openLive(80, 24, "-p 5005 --drop");
    terminal.waitFor("dropped");
    long beforehand = addressee.received();

    terminal.keys("f");
    terminal.waitFor("Forward of port-5005");
    terminal.type(SERVICE);
    terminal.waitFor("by the relay");
    terminal.waitFor("empty: masquerade");
    terminal.keys("Tab", "Tab", "Tab", "Tab");
    terminal.type("keep");
    terminal.waitFor("masquerade lets");
    terminal.keys("C-u", "Enter");
    terminal.waitFor("forward on port-5005 goes back in");
    service.awaitNext();
    long first = relayed(terminal.waitFor("packets are relayed", one -> relayed(one) > 0));
    terminal.waitFor("more packets are relayed", one -> relayed(one) > first + 20);
    assertThat(terminal.screen().line(PrivateNetwork.HERE + ":5005")).contains("relayed");

    service.close();
    terminal.waitFor("port-5005: ECONNREFUSED");
    terminal.keys("f");
    Screen form = terminal.waitFor("Forward of port-5005");
    assertThat(form.line("target        " + SERVICE))
        .containsPattern("sent by the relay, ECONNREFUSED [0-9]+");
    terminal.keys("Escape");
    terminal.waitFor("the form is gone", screen -> !screen.contains("Forward of"));

    terminal.keys("u");
    terminal.waitFor("undone, port-5005 forward " + SERVICE + " → none");
    assertThat(addressee.received()).as("packets that passed").isEqualTo(beforehand);
    quit();
  }
}
