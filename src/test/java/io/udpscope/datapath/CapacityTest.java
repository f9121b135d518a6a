package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.packets.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many rules as there can be, in the shapes that need the most room: all fit, all decide. */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class CapacityTest {
  /** How the rules, and the packet that only one of them accepts, are made from a number. */
  enum Shape {
    /** Ports with a gap behind each: as many intervals as can be. */
    PORTS(i -> null, i -> null),
    /** Whole IPv4 addresses, no two in one /16. */
    IPV4(i -> ipv4(i, 1), i -> ipv4(i, 2)),
    /** Whole IPv6 addresses that part by twos, ten times, before each goes its own way. */
    IPV6(i -> ipv6(i, 1), i -> ipv6(i, 2)),
    BOTH(i -> i % 2 == 0 ? ipv4(i, 1) : ipv6(i, 1), i -> i % 2 == 0 ? ipv4(i, 2) : ipv6(i, 2));

    private interface AddressOf {
      IpAddress number(int i);
    }

    private final AddressOf source;
    private final AddressOf destination;

    Shape(AddressOf source, AddressOf destination) {
      this.source = source;
      this.destination = destination;
    }

    private static IpAddress ipv4(int i, int host) {
      return IpAddress.of(new byte[] {(byte) (10 + (i >> 8)), (byte) i, (byte) i, (byte) host});
    }

    private static IpAddress ipv6(int i, int host) {
      byte[] bytes = new byte[16];
      for (int bit = 0; bit < 10; bit++) {
        bytes[bit] = (byte) ((i >> bit & 1) == 0 ? 0x20 : 0xfd);
      }
      bytes[15] = (byte) host;
      return IpAddress.of(bytes);
    }

    Rule rule(int i) {
      Optional<Prefix> from = whole(source.number(i));
      Optional<Prefix> to = whole(destination.number(i));
      Match match = new Match(Optional.empty(), from, to, new PortRange(port(i), port(i)));
      return new Rule("rule-" + i, match, i % 2 == 0 ? Action.DROP : Action.PASS);
    }

    private static Optional<Prefix> whole(IpAddress address) {
      return Optional.ofNullable(address).map(a -> new Prefix(a, a.bits()));
    }

    private static int port(int i) {
      return 60000 - 2 * i;
    }

    byte[] frame(int i) {
      Frame frame = Frame.ethernet();
      if (source.number(i) == null) {
        frame.ipv6();
      } else {
        frame.ip(source.number(i), destination.number(i));
      }
      return frame.udp(9, port(i)).bytes();
    }
  }

  private LoadedProgram program;

  @BeforeAll
  void load() {
    program = LoadedProgram.load(TapOptions.DEFAULT);
  }

  @AfterAll
  void unload() {
    program.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachOfAsManyRulesAsThereCanBeDecides(Shape shape) {
    List<Rule> rules = IntStream.range(0, Rule.MAX_RULES).mapToObj(shape::rule).toList();
    program.datapath().apply(List.of());
    program.datapath().apply(rules);

    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < Rule.MAX_RULES; i++) {
      boolean dropped = program.isDropped(shape.frame(i));
      if (dropped != (rules.get(i).action() == Action.DROP)) {
        wrong.add(rules.get(i).name());
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(program.datapath().ruleCounters()).hasSize(Rule.MAX_RULES);
    assertThat(program.datapath().ruleCounters().values())
        .allMatch(counters -> counters.traffic().packets() == 1);
  }

  @Test
  void oneRuleTooManyIsRefusedAndTheOldOnesStay() {
    List<Rule> rules =
        IntStream.rangeClosed(0, Rule.MAX_RULES).mapToObj(Shape.PORTS::rule).toList();
    program.datapath().apply(List.of(Observation.DROP_ALL));

    assertThatThrownBy(() -> program.datapath().apply(rules))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("1024");

    assertThat(program.datapath().rules()).containsExactly(Observation.DROP_ALL);
    assertThat(program.isDropped(Shape.PORTS.frame(1))).isTrue();
  }
}
