package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every frame that can be parsed, through every kind of rule whose packets take the relay: what the
 * relay is given field by field, what becomes of the packet, its verdict, ledger and record.
 */
@Tag("bpf")
class RelayRecordTest {
  private static final int SNAPLEN = 64;
  private static final PortRange LOW_PORTS = new PortRange(1, 100);
  private static final Target IPV4 = Target.of(IpAddress.parse("203.0.113.77"), 2222);
  private static final Target IPV6 = Target.of(IpAddress.parse("2001:db8:ffff::77"), 2222);
  private static final Target ANY_PORT = Target.of(IpAddress.parse("203.0.113.78"), 0);
  private static final Target LOOPBACK = Target.of(IpAddress.parse("127.0.0.1"), 0);

  /**
   * Where the room that the program reserves for a payload ends, and what UDP can carry at most.
   */
  private static final int[] BORDERS = {128, 512, 1536, 9216};

  private static final int LONGEST = 65507;

  private static List<Rule> rules(Action action) {
    return List.of(
        rule("ours", action, OptionalInt.empty(), Source.MASQUERADE, LOOPBACK),
        rule("ours, to a port", action, OptionalInt.empty(), Source.MASQUERADE, IPV4),
        rule("from an address", action, OptionalInt.empty(), address("192.0.2.9"), IPV4),
        rule("the client's, IPv4", action, OptionalInt.empty(), Source.KEEP, IPV4),
        rule("the client's, IPv6", action, OptionalInt.empty(), Source.KEEP, IPV6),
        rule("translated", action, OptionalInt.of(6001), Source.MASQUERADE, ANY_PORT),
        rule("translated, to a port", action, OptionalInt.of(65436), Source.KEEP, IPV4),
        all(rule("to all", action, OptionalInt.empty(), Source.MASQUERADE, IPV4, ANY_PORT, IPV6)),
        all(rule("to all, kept", action, OptionalInt.of(6001), Source.KEEP, IPV4, ANY_PORT)));
  }

  private static Source address(String text) {
    return Source.address(IpAddress.parse(text));
  }

  private static Rule rule(
      String name, Action action, OptionalInt translate, Source source, Target... targets) {
    PortRange ports = translate.isPresent() ? LOW_PORTS : PortRange.ANY;
    Forward forward = Forward.to(List.of(targets)).withPath(Path.RELAY).withSource(source);
    return new Rule(name, Match.ports(ports), action, translate, Optional.of(forward));
  }

  private static Rule all(Rule rule) {
    return rule.withForward(
        rule.forward().map(one -> one.withPath(Path.AUTO).withStrategy(Strategy.ALL)));
  }

  private static List<FrameCase> datagrams(TestedHook hook) {
    List<FrameCase> frames = new ArrayList<>(FrameTable.all());
    frames.removeIf(frame -> !frame.isUdp());
    for (int border : BORDERS) {
      IntStream.rangeClosed(border - 1, border + 1)
          .filter(length -> hook.isXdp() || length < 2000) // more is no frame for its test run
          .forEach(length -> frames.add(datagram(length)));
    }
    if (hook.isXdp()) {
      frames.add(datagram(LONGEST - 1));
      frames.add(datagram(LONGEST));
    }
    for (int ttl : new int[] {0, 1, 2, 255}) {
      frames.add(udp("TTL " + ttl, Frame.ethernet().ipv4().ttl(ttl).udp(1, 2)));
      frames.add(udp("hop limit " + ttl, Frame.ethernet().ipv6().ttl(ttl).udp(1, 2)));
    }
    return frames;
  }

  private static FrameCase datagram(int length) {
    return udp(
        length + " bytes of payload", Frame.ethernet().ipv4().udp(40000, 53).payload(length));
  }

  private static FrameCase udp(String description, Frame frame) {
    return FrameCase.of(description, frame, Outcome.UNMATCHED);
  }

  @ParameterizedTest
  @EnumSource
  void everyDatagramIsGivenWholeAndDropped(TestedHook hook) {
    compare(hook, Action.DROP);
  }

  @ParameterizedTest
  @EnumSource
  void aCopyIsGivenAndThePacketPasses(TestedHook hook) {
    compare(hook, Action.PASS);
  }

  private static void compare(TestedHook hook, Action action) {
    RelayInHand relay = new RelayInHand();
    TapOptions options = TapOptions.DEFAULT.withSnaplen(SNAPLEN);
    try (LoadedProgram program = LoadedProgram.load(hook, options, relay)) {
      DatapathModel model = new DatapathModel(hook, LoadedProgram.waysOut(), true);
      for (Rule rule : rules(action)) {
        program.datapath().apply(List.of(rule));
        model.apply(List.of(rule));
        for (FrameCase frame : datagrams(hook)) {
          program.inNetwork(() -> compare(program, relay, model, frame));
        }
        assertThat(program.datapath().ruleCounters())
            .as("%s: %s", hook, rule.name())
            .isEqualTo(model.ruleCounters());
      }
      assertThat(program.datapath().relay().orElseThrow().ring().lost()).isZero();
    }
  }

  private static void compare(
      LoadedProgram program, RelayInHand relay, DatapathModel model, FrameCase frame) {
    DatapathModel.Decision decision =
        model.accept(frame.interfaceName(), frame.reading(), frame.frame());
    Observation observed = program.observe(frame, frame.interfaceName());
    assertThat(observed)
        .as("%s: %s", decision.rule(), frame)
        .isEqualTo(Observation.expected(decision, frame, SNAPLEN));
    assertThat(relay.datagrams(program.datapath()))
        .as("%s: %s", decision.rule(), frame)
        .isEqualTo(decision.relayed().map(List::of).orElse(List.of()));
  }

  /** Drivers put as little as they like into the first buffer of a frame that has several. */
  @Test
  void payloadsThatAreSplitBetweenBuffersAnywhere() {
    RelayInHand relay = new RelayInHand();
    List<FrameCase> frames = datagrams(TestedHook.NATIVE);
    frames.removeIf(frame -> frame.frame().length > 300);
    Rule rule = rules(Action.DROP).get(0);
    try (LoadedProgram program =
        LoadedProgram.load(TestedHook.NATIVE, TapOptions.DEFAULT.withSnaplen(SNAPLEN), relay)) {
      program.datapath().apply(List.of(rule));
      for (FrameCase frame : frames) {
        RelayedDatagram expected =
            RelayedDatagram.expected(
                rule, rule.forward().orElseThrow().targets(), frame.reading(), frame.frame());
        int shortest = frame.reading().networkOffset() + Frame.ETHERNET_HEADER;
        int longest = Math.min(frame.frame().length, 120);
        for (int linear = shortest; linear <= longest; linear++) {
          int bytes = linear;
          program.inNetwork(() -> program.observe(frame, frame.interfaceName(), bytes));
          assertThat(relay.datagrams(program.datapath()))
              .as("%s, %d bytes in the first buffer", frame, bytes)
              .containsExactly(expected);
        }
      }
    }
  }
}
