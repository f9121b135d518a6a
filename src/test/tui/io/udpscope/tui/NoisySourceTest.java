package io.udpscope.tui;

import static io.udpscope.tui.TmuxSession.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.tui.PrivateNetwork.Receiver;
import io.udpscope.tui.PrivateNetwork.Sender;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator finds the source that sends too much, and drops it. */
@Tag("bpf")
class NoisySourceTest extends TrafficStory {
  private static final String NOISY = "10.66.0.7";
  private static final String QUIET = "10.66.0.8";
  private static final String OTHER = "10.66.0.9";

  private static void awaitNext(Receiver receiver, String from) {
    long before = receiver.receivedFrom(from);
    waitUntil("packets from " + from + " arrive", () -> receiver.receivedFrom(from) > before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--ascii"})
  void findsTheNoisySourceAndDropsIt(String option) throws Exception {
    Receiver receiver = network.receiver(5005);
    network.senderFrom(QUIET, 5005, "hello", 50);
    Sender noisy = network.senderFrom(NOISY, 5005, "hello, hello, hello", 2);
    network.senderFrom(OTHER, 5005, "hello", 50);
    openLive(100, 30, "-p 5005 --confirm 60 " + option);
    awaitNext(receiver, NOISY);

    terminal.keys("3");
    terminal.waitFor("3 sources");
    String mark = option.isEmpty() ? "▸ " : "> ";
    terminal.keys("g");
    terminal.waitFor(
        "the noisy one is on top, and chosen",
        screen -> {
          int top = screen.lines().indexOf(screen.line(" source "));
          return screen.lines().get(top + 1).startsWith(mark + NOISY);
        });
    terminal.keys("d");
    terminal.waitFor("src-" + NOISY);
    awaitNext(receiver, NOISY); // nothing is in force before Enter
    terminal.keys("Enter");
    terminal.waitFor("the new rule drops", screen -> screen.line(" src-10.66").contains("DROP"));

    waitUntil("what was on its way has come", () -> !isArriving(receiver, noisy));
    awaitNext(receiver, QUIET);
    awaitNext(receiver, OTHER);
    long before = receiver.receivedFrom(NOISY);
    terminal.keys("y");
    terminal.waitFor("kept, rule src-");
    assertThat(receiver.receivedFrom(NOISY)).isEqualTo(before);

    terminal.keys("Enter");
    terminal.waitFor("filter: udp and src host " + NOISY);
    terminal.waitFor("its packets are dropped", screen -> screen.contains("dropped"));
    quit();
  }

  /** Whether anything comes while ten more are sent. */
  private static boolean isArriving(Receiver receiver, Sender sender) {
    long before = receiver.receivedFrom(NOISY);
    long sent = sender.sent();
    waitUntil("more was sent", () -> sender.sent() > sent + 10);
    return receiver.receivedFrom(NOISY) > before;
  }
}
