package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.ProgramRun;
import io.udpscope.model.Action;
import io.udpscope.model.Capture;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What taps take of a rule's packets, where the rule says so. Its packets it decides all the same.
 */
@Tag("bpf")
class RuleCaptureTest {
  private static final int HEADERS = 42;
  private static final int SNAPLEN = 96;
  private static final Rule DNS = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP);
  private static final Rule REST = new Rule("rest", Match.ANY, Action.PASS);

  private LoadedProgram program;

  @AfterEach
  void unload() {
    program.close();
  }

  private void load(TestedHook hook, RelayStarter relay, Rule... rules) {
    program = LoadedProgram.load(hook, TapOptions.DEFAULT.withSnaplen(SNAPLEN), relay);
    program.datapath().apply(List.of(rules));
  }

  private void load(TestedHook hook, Rule... rules) {
    load(hook, RelayStarter.NONE, rules);
  }

  private static byte[] datagram(int port) {
    return Frame.ethernet().ipv4().udp(40000, port).payload(400).bytes();
  }

  /** All on one CPU, as each counts for itself. */
  private void send(int port, int times) {
    program.inNetwork(() -> program.runOften(datagram(port), "h0", times));
  }

  private static Capture sampled(int sample) {
    return Capture.DEFAULT.withSample(OptionalInt.of(sample));
  }

  private static Capture shortened(int snaplen) {
    return Capture.DEFAULT.withSnaplen(OptionalInt.of(snaplen));
  }

  private static List<Integer> lengthsIn(Tap tap) {
    List<Integer> lengths = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    tap.read(
        (buffer, offset, length) -> lengths.add(packet.wrap(buffer, offset).captured()),
        Integer.MAX_VALUE);
    return lengths;
  }

  private void assertLedgerAddsUp() {
    TapCounters tap = program.ledger().tap();
    assertThat(tap.reserved() + tap.lost() + tap.leftOut())
        .isEqualTo(program.ledger().matched().packets());
  }

  @ParameterizedTest
  @EnumSource
  void offTakesNothingAndTheRuleDecidesAndCounts(TestedHook hook) {
    load(hook, DNS.withCapture(Capture.OFF), REST);

    send(53, 30);
    send(54, 7);

    assertThat(program.captures()).hasSize(7).allMatch(packet -> packet.rule().equals("rest"));
    assertThat(program.datapath().ruleCounters().get("dns").dropped()).isEqualTo(30);
    assertThat(program.ledger().tap()).isEqualTo(new TapCounters(7, 0, 30, 7));
    assertLedgerAddsUp();
  }

  @ParameterizedTest
  @EnumSource
  void theSnaplenOfTheRuleWinsOverTheTaps(TestedHook hook) {
    load(hook, DNS, REST);
    for (int snaplen : new int[] {0, 42, 60, 64, 200, 400, 442, 65535}) {
      program.datapath().apply(List.of(DNS.withCapture(shortened(snaplen)), REST));
      send(53, 2);
      send(54, 1);

      int expected = Math.max(HEADERS, Math.min(snaplen, datagram(53).length));
      assertThat(lengthsIn(program.tap()))
          .as("snaplen %d", snaplen)
          .containsExactly(expected, expected, SNAPLEN);
    }
    assertThat(program.ledger().tap().leftOut()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aSampleIsExactlyOneInSoMany(TestedHook hook) {
    load(hook, DNS.withCapture(sampled(10)), REST);

    send(53, 1000);
    send(54, 5);

    assertThat(program.captures()).hasSize(105);
    assertThat(program.ledger().tap()).isEqualTo(new TapCounters(105, 0, 900, 105));
    assertThat(program.datapath().ruleCounters().get("dns").dropped()).isEqualTo(1000);
    assertLedgerAddsUp();
  }

  /** The rule's goes first, whatever a tap wants; it multiplies with nothing. */
  @ParameterizedTest
  @EnumSource
  void theSampleOfTheRuleWinsOverTheTaps(TestedHook hook) {
    load(hook, DNS.withCapture(sampled(1)), REST);
    Tap quarter = program.datapath().openTap(new TapOptions(SNAPLEN, 4, 1 << 20));

    send(53, 100);
    assertThat(lengthsIn(quarter)).hasSize(100);
    send(54, 100);
    assertThat(lengthsIn(quarter)).hasSize(25);
    assertThat(quarter.counters()).isEqualTo(new TapCounters(125, 0, 75, 125));
    assertThat(program.tap().counters().leftOut()).isZero();

    quarter.close();
    Tap whole = program.datapath().openTap(TapOptions.DEFAULT);
    send(54, 100);
    assertThat(lengthsIn(whole)).as("in the place of the one that sampled").hasSize(100);
  }

  /** A full ring loses what was to be captured, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void whatIsLeftOutIsNotLost(TestedHook hook) {
    load(hook, DNS.withCapture(new Capture(false, OptionalInt.of(65535), OptionalInt.of(2))));
    Tap full = program.datapath().openTap(new TapOptions(SNAPLEN, 1, 4096));

    send(53, 1000);

    TapCounters counters = full.counters();
    assertThat(counters.leftOut()).isEqualTo(500);
    assertThat(counters.lost()).isPositive();
    assertThat(counters.reserved() + counters.lost()).isEqualTo(500);
    assertThat(lengthsIn(full)).hasSize((int) counters.reserved());
    assertThat(program.tap().counters().lost()).isZero();
  }

  /**
   * What this host sends obeys the rule by which it goes, and each rule has a sample of its own.
   */
  @ParameterizedTest
  @EnumSource(names = "TC")
  void whatThisHostSendsObeysItToo(TestedHook hook) {
    Rule other = new Rule("other", Match.ports(new PortRange(54, 54)), Action.PASS);
    load(hook, DNS.withCapture(sampled(10)), other.withCapture(Capture.OFF));

    program.inNetwork(
        () -> {
          for (int i = 0; i < 100; i++) {
            program.runSent(datagram(53), "h0", 10);
            program.runSent(datagram(54), "h0", 10);
          }
        });

    assertThat(program.captures()).hasSize(100).allMatch(packet -> packet.rule().equals("dns"));
    assertThat(program.ledger().sent().packets()).isEqualTo(2000);
    assertThat(program.ledger().tap()).isEqualTo(new TapCounters(100, 0, 1900, 100));
  }

  private static Rule forwarding(Path path) {
    MacAddress mac = MacAddress.parse("02:00:00:00:0b:01");
    Target target = Target.of(IpAddress.parse("203.0.113.77"), 5353).via("h1", mac);
    Forward forward =
        Forward.to(List.of(target))
            .withPath(path)
            .withSource(path == Path.RELAY ? Source.MASQUERADE : Source.KEEP)
            .withReplies(path == Path.KERNEL);
    return DNS.withForward(Optional.of(forward));
  }

  @ParameterizedTest
  @EnumSource
  void theRelayGetsWholePackets(TestedHook hook) {
    RelayInHand relay = new RelayInHand();
    load(hook, relay, forwarding(Path.RELAY).withCapture(Capture.OFF));

    send(53, 20);

    assertThat(relay.count()).isEqualTo(20);
    assertThat(program.captures()).isEmpty();
    program.datapath().apply(List.of(forwarding(Path.RELAY).withCapture(shortened(0))));
    send(53, 1);
    assertThat(relay.datagrams(program.datapath()))
        .singleElement()
        .matches(datagram -> datagram.payload().length() == 2 * 400);
    assertThat(lengthsIn(program.tap())).containsExactly(HEADERS);
  }

  private static final byte[] ANSWER =
      Frame.ethernet().ip("203.0.113.77", "10.0.0.1").udp(5353, 40000).payload("answer").bytes();

  private void askAndAnswer(int times) {
    byte[] request =
        Frame.ethernet().ip("10.0.0.1", "10.0.0.2").udp(40000, 53).payload("query").bytes();
    program.inNetwork(
        () -> {
          for (int i = 0; i < times; i++) {
            assertRedirected(program.run(request, "h0"));
            assertRedirected(program.run(ANSWER, "h1"));
          }
        });
  }

  private static void assertRedirected(ProgramRun run) {
    assertThat(run.decision()).isEqualTo(ProgramRun.Decision.REDIRECT);
  }

  /** Request and answer alternate: steps of one length would see the one kind only. */
  @ParameterizedTest
  @EnumSource
  void aSampleSeesRequestsAndAnswers(TestedHook hook) {
    load(hook, forwarding(Path.KERNEL).withCapture(sampled(10)));

    askAndAnswer(500);

    List<Integer> ports = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    program
        .tap()
        .read(
            (buffer, offset, length) -> ports.add(packet.wrap(buffer, offset).sourcePort()),
            Integer.MAX_VALUE);
    assertThat(ports).contains(40000, 5353);
    assertLedgerAddsUp();
  }

  /** Answers to a client are the rule's packets, also those of sessions from before the change. */
  @ParameterizedTest
  @EnumSource
  void answersObeyItFromTheChangeOn(TestedHook hook) {
    load(hook, forwarding(Path.KERNEL));
    askAndAnswer(5);
    assertThat(program.captures()).hasSize(10);

    program.datapath().apply(List.of(forwarding(Path.KERNEL).withCapture(Capture.OFF)));
    askAndAnswer(5);

    assertThat(program.captures()).isEmpty();
    assertThat(program.datapath().ruleCounters().get("dns").replied()).isEqualTo(10);
    assertThat(program.ledger().tap().leftOut()).isEqualTo(10);
  }
}
