package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Frame.Checksum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every frame that can be parsed, through every rule that changes one: what leaves, byte for byte,
 * its verdict, ledger and record.
 */
@Tag("bpf")
class RewritingTableTest {
  private static final int SNAPLEN = 64;
  private static final MacAddress NEXT_HOP = MacAddress.parse("02:00:00:00:0b:01");
  private static final PortRange LOW_PORTS = new PortRange(1, 100);

  private record Change(String description, List<Rule> rules) {}

  /** Two rules each, one for either version of IP. */
  private static List<Change> changes(boolean copies) {
    List<Change> changes = new ArrayList<>();
    Action action = copies ? Action.PASS : Action.DROP;
    for (String way : List.of("h0", "h1", "t0", "n0")) {
      changes.add(change("to " + way, action, to(way, 0), OptionalInt.empty()));
      changes.add(change("to a port by " + way, action, to(way, 2222), OptionalInt.of(6001)));
    }
    changes.add(change("translated", action, to("h0", 0), OptionalInt.of(6001)));
    changes.add(
        new Change(
            "masqueraded",
            rules(action, to("h1", 0), Source.MASQUERADE, Source.MASQUERADE, OptionalInt.empty())));
    changes.add(
        new Change(
            "from an address",
            rules(
                action,
                to("t0", 53),
                Source.address(IpAddress.parse("192.0.2.99")),
                Source.address(IpAddress.parse("2001:db8:b::99")),
                OptionalInt.empty())));
    if (!copies) {
      Rule translate = new Rule("translate", Match.ports(LOW_PORTS), Action.PASS);
      changes.add(
          new Change("stays, translated", List.of(translate.withTranslate(OptionalInt.of(65436)))));
    }
    return changes;
  }

  private static Change change(
      String description, Action action, List<Target> targets, OptionalInt translate) {
    return new Change(description, rules(action, targets, Source.KEEP, Source.KEEP, translate));
  }

  private static List<Rule> rules(
      Action action, List<Target> targets, Source ipv4, Source ipv6, OptionalInt translate) {
    return List.of(
        rule("ipv4", "0.0.0.0/0", action, targets.get(0), ipv4, translate),
        rule("ipv6", "::/0", action, targets.get(1), ipv6, translate));
  }

  private static Rule rule(
      String name,
      String prefix,
      Action action,
      Target target,
      Source source,
      OptionalInt translate) {
    PortRange ports = translate.isPresent() ? LOW_PORTS : PortRange.ANY;
    Match match =
        new Match(Optional.empty(), Optional.empty(), Optional.of(Prefix.parse(prefix)), ports);
    Forward forward = Forward.to(List.of(target)).withSource(source);
    return new Rule(name, match, action, translate, Optional.of(forward));
  }

  /** One of each version. */
  private static List<Target> to(String wayOut, int port) {
    return Stream.of("203.0.113.77", "2001:db8:ffff::77")
        .map(address -> Target.of(IpAddress.parse(address), port).via(wayOut, NEXT_HOP))
        .toList();
  }

  private static List<FrameCase> datagrams() {
    List<FrameCase> frames = new ArrayList<>(FrameTable.all());
    frames.removeIf(frame -> !frame.isUdp());
    for (Checksum checksum : Checksum.values()) {
      for (int length : new int[] {0, 1, 2, 3, 511, 512, 513, 1200, 1201}) {
        frames.add(datagram(Frame.ethernet().ipv4(), checksum, length));
        frames.add(datagram(Frame.ethernet().vlan(5).ipv6(), checksum, length));
        frames.add(datagram(Frame.rawIp().ipv4(), checksum, length));
        frames.add(datagram(Frame.rawIp().ipv6().routing(), checksum, length));
      }
    }
    for (int ttl : new int[] {0, 1, 2, 255}) {
      frames.add(udp("TTL " + ttl, Frame.ethernet().ipv4().ttl(ttl).udp(1, 2)));
      frames.add(udp("hop limit " + ttl, Frame.ethernet().ipv6().ttl(ttl).udp(1, 2)));
    }
    return frames;
  }

  private static FrameCase datagram(Frame frame, Checksum checksum, int length) {
    String description = "checksum " + checksum + ", " + length + " bytes of payload";
    return udp(description, frame.udp(40000, 53).checksum(checksum).payload(length));
  }

  private static FrameCase udp(String description, Frame frame) {
    return FrameCase.of(description, frame, Outcome.UNMATCHED);
  }

  @ParameterizedTest
  @EnumSource
  void everyDatagramLeavesAsItShould(TestedHook hook) {
    try (LoadedProgram program =
        LoadedProgram.load(hook, TapOptions.DEFAULT.withSnaplen(SNAPLEN))) {
      DatapathModel model = new DatapathModel(hook, LoadedProgram.waysOut());
      List<FrameCase> frames = datagrams();
      for (Change change : changes(false)) {
        program.datapath().apply(change.rules());
        model.apply(change.rules());
        program.inNetwork(() -> compare(program, hook, model, change, frames));
      }
      assertThat(program.datapath().ruleCounters()).isEqualTo(model.ruleCounters());
    }
  }

  private static void compare(
      LoadedProgram program,
      TestedHook hook,
      DatapathModel model,
      Change change,
      List<FrameCase> frames) {
    for (FrameCase frame : frames) {
      DatapathModel.Decision decision = decide(model, frame);
      assertThat(program.observe(frame, frame.interfaceName()))
          .as("%s, %s: %s", hook, change.description(), frame)
          .isEqualTo(Observation.expected(decision, frame, SNAPLEN));
    }
  }

  private static DatapathModel.Decision decide(DatapathModel model, FrameCase frame) {
    return model.accept(frame.interfaceName(), frame.reading(), frame.frame());
  }

  /**
   * Drivers put as little as they like into the first buffer of a frame that has several. The link
   * header can be changed only there, so that and a bit of the next header have to be in it.
   */
  @Test
  void headersThatAreSplitBetweenBuffersAnywhere() {
    TestedHook hook = TestedHook.NATIVE;
    List<FrameCase> frames = datagrams();
    frames.removeIf(frame -> frame.frame().length > 300);
    try (LoadedProgram program =
        LoadedProgram.load(hook, TapOptions.DEFAULT.withSnaplen(SNAPLEN))) {
      DatapathModel model = new DatapathModel(hook, LoadedProgram.waysOut());
      for (Change change : changes(false)) {
        program.datapath().apply(change.rules());
        model.apply(change.rules());
        for (FrameCase frame : frames) {
          Observation expected = Observation.expected(decide(model, frame), frame, SNAPLEN);
          program.inNetwork(() -> compareSplit(program, frame, expected, change));
        }
      }
    }
  }

  private static void compareSplit(
      LoadedProgram program, FrameCase frame, Observation expected, Change change) {
    for (int linear : firstBuffers(frame)) {
      assertThat(program.observe(frame, frame.interfaceName(), linear))
          .as("%s: %s, %d bytes in the first buffer", change.description(), frame, linear)
          .isEqualTo(expected);
    }
  }

  private static int[] firstBuffers(FrameCase frame) {
    int shortest = frame.reading().networkOffset() + Frame.ETHERNET_HEADER;
    int headers = frame.reading().transportOffset() + Frame.UDP_HEADER;
    return IntStream.rangeClosed(shortest, Math.min(headers, 120)).toArray();
  }
}
